/** Tests of clients that tools generate from the description of the API. */
package webhooks.it.api.clients;
