/**
 * Boots Payara Micro with a class loader that knows where its classes are (ADR 30).
 *
 * <p>{@link webhooks.micro.boot.JarIndexWriter} runs when webhooks.jar is built, the other classes
 * when it starts.
 */
package webhooks.micro.boot;
