/** What the launcher's commands ask of the application and the broker: checks, and a move. */
package webhooks.settings.command;
