/** The admin API for the directory of iTwins and the grants on them. */
package webhooks.api.directory;
