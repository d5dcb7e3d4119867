/**
 * The administrator's view of the whole: all webhooks, events that could not be accepted, and the
 * audit trail. Unlike the directory of iTwins it is there wherever permissions are kept.
 */
package webhooks.api.admin;
