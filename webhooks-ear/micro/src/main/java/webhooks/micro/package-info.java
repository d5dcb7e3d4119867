/**
 * Starts webhooks.jar: reads and checks the settings that the server needs, then starts Payara
 * Micro with the application and the broker.
 *
 * <p>Runs outside the application and uses none of its classes.
 */
package webhooks.micro;
