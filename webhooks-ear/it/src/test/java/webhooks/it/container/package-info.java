/**
 * Tests inside the server, for behaviour that only a container shows.
 *
 * <p>The tests are few and share a class, because each class starts a server. They run inside the
 * shipped archive and use the product's classes. The tag {@code container} selects them: they need
 * a server's Arquillian adapter on the class path. The default build uses Payara Micro's, profile
 * {@code servers} also Payara Server's and WildFly's.
 */
package webhooks.it.container;
