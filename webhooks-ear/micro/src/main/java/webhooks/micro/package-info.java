/**
 * Starts webhooks.jar: reads and checks the settings that the server needs, then starts Payara
 * Micro with the application and the broker. Also runs the commands that need no server.
 *
 * <p>Runs outside the application. The commands call its classes only by the interfaces of {@link
 * webhooks.settings.command}.
 */
package webhooks.micro;
