/** Tests of the administrators' operations: directory, webhooks, audit log, metrics. */
package webhooks.it.api.admin;
