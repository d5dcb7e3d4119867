/** Measures webhooks with options. */
package webhooks.bench.scenario.option;
