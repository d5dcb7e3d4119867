/** The scenarios. Each starts what it needs, measures once, and stops what it started. */
package webhooks.bench.scenario;
