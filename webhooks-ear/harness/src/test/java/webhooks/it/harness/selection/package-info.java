/**
 * The settings of a run, annotations that limit a test to a server, a database, a broker or a Maven
 * profile, and the JUnit filter that reads both.
 */
package webhooks.it.harness.selection;
