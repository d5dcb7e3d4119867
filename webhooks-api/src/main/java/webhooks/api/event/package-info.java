/** The catalogue of event types, and publishing of events over HTTP. */
package webhooks.api.event;
