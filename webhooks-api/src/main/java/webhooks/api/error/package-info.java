/** Every error in one shape: which status a code has, and who turns exceptions into it. */
package webhooks.api.error;
