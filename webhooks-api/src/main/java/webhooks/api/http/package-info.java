/** What is done to every request before an operation sees it, and how its JSON body is read. */
package webhooks.api.http;
