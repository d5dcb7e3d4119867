/** What an operator can set, read once at start and refused there when it is not valid. */
package webhooks.domain.settings;
