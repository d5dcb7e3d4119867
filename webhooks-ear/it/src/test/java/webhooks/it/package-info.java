/**
 * Tests of the shipped product from outside: over HTTP, JMS and HTTPS, without any class of it.
 *
 * <p>One package for each subject. The tests are written with {@code webhooks.it.harness}.
 */
package webhooks.it;
