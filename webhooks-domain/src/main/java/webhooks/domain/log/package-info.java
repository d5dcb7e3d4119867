/** Bounds the lines that others can cause in the log. */
package webhooks.domain.log;
