/**
 * The load harness: measures the shipped product over its real interfaces.
 *
 * <p>{@link webhooks.bench.Bench} runs the scenarios of {@code webhooks.bench.scenario}. They put
 * load on an installation of {@code webhooks.bench.load}, whose deliveries go to {@code
 * webhooks.bench.receiver}, and measure it with {@code webhooks.bench.measure}. Each ratio is of
 * one run, because machines differ.
 */
package webhooks.bench;
