/** The log of refused calls, for operators. */
package webhooks.api.accesslog;
