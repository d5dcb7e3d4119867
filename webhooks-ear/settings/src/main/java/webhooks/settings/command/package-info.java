/** The interfaces by which the launcher's commands call the other parts: checks, and a move. */
package webhooks.settings.command;
