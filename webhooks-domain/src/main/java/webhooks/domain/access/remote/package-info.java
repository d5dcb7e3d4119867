/**
 * Remote access control: reads permissions from the iTwin Platform's Access Control API, with the
 * caller's token.
 *
 * <p>No other package of the domain makes HTTP requests, and this one makes none inside a
 * transaction. A caller's token is sent to that API only, and is never written to a log, an error
 * or a cache. If the API gives no answer, the request is refused as unavailable, never allowed. The
 * reasons are in docs/adr/0009-remote-access-control.md.
 */
package webhooks.domain.access.remote;
