/**
 * Looks settings up and converts them, in the same way for the application, the broker and the
 * launcher.
 */
package webhooks.settings;
