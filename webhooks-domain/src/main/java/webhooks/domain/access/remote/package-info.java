/**
 * Permissions as the iTwin Platform keeps them: its Access Control API, asked in the caller's name.
 *
 * <p>The one place in the domain that makes HTTP requests, never inside a transaction. A caller's
 * token goes to that API and nowhere else: into no log, no error, no cache. What can't be known is
 * refused as unavailable, never taken for a yes. Why so: docs/adr/0009-remote-access-control.md.
 */
package webhooks.domain.access.remote;
