/** Measures: counts what arrives, and reads CPU time, memory and the statistics of PostgreSQL. */
package webhooks.bench.measure;
