/** The results of scenarios, as lines of JSON and as tables. */
package webhooks.bench.result;
