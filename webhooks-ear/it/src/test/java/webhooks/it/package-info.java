/**
 * Black-box tests of the shipped product over HTTP, JMS and HTTPS, without its classes.
 *
 * <p>Each subject has a package. {@code webhooks.it.harness} holds the classes that all tests use.
 */
package webhooks.it;
