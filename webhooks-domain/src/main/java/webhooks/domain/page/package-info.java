/**
 * Lists in pages: what a request for one may ask for, and how the next page is found.
 *
 * <p>By keys, not by counting: a page costs the same wherever it lies, and rows that are added
 * between two requests shift no page.
 */
package webhooks.domain.page;
