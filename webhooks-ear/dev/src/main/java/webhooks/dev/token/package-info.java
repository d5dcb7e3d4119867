/** Token endpoint for development, with a signing key that is created at start. */
package webhooks.dev.token;
