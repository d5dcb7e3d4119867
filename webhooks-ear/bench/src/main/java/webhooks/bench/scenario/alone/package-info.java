/** The scenarios in which programs publish an event when something has happened, one by one. */
package webhooks.bench.scenario.alone;
