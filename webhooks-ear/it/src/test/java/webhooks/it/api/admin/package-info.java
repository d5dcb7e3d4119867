/** Tests of what administrators do and read: directory, webhooks, audit log, metrics. */
package webhooks.it.api.admin;
