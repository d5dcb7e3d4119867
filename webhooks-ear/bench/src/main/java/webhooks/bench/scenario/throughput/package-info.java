/** The scenarios that measure how many deliveries a second one node makes. */
package webhooks.bench.scenario.throughput;
