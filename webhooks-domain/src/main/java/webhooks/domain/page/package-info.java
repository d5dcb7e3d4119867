/**
 * Lists in pages: what a request for one may ask for, and how the next page is found.
 *
 * <p>By keys, not by counting: a page costs the same wherever it lies, and what is added meanwhile
 * moves nothing.
 */
package webhooks.domain.page;
