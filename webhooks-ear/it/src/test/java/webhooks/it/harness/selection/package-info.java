/**
 * Annotations that limit a test to a server, a database, a broker or a Maven profile, and the JUnit
 * filter that reads them.
 */
package webhooks.it.harness.selection;
