/** What several scenarios share: the yardstick, the extent of a run, and ways to measure. */
package webhooks.bench.run;
