/** The JSON objects in the bodies of requests, with the faults in them. */
package webhooks.api.http.json;
