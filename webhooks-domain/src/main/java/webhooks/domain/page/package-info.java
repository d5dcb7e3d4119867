/**
 * Paged lists: the parameters of a request for a page, and the cursors of pages.
 *
 * <p>A cursor is a key and not a number of rows. So every page costs the same, and rows that are
 * added between two requests do not shift a page.
 */
package webhooks.domain.page;
