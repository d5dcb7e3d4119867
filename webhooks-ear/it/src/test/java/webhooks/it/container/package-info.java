/**
 * Tests inside the server, on what was built: what only a container can show.
 *
 * <p>Few, since each class starts a server. They run with the shipped archive, into which they are
 * put, and unlike the black-box tests they know the product's classes. Tagged {@code container}, as
 * they need a server's Arquillian adapter on the class path, which the build gives to them alone:
 * Payara Micro's always, in profile {@code servers} then Payara Server's and WildFly's.
 */
package webhooks.it.container;
