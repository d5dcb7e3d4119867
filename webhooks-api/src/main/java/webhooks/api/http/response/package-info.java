/** Responses: JSON, pages with links, and long lists that are written as the caller reads them. */
package webhooks.api.http.response;
