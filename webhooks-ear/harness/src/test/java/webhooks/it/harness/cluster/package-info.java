/** Runs PostgreSQL and Artemis as pairs that take over from each other. */
package webhooks.it.harness.cluster;
