/** The admin API for the directory of iTwins and the permissions granted on them. */
package webhooks.api.directory;
