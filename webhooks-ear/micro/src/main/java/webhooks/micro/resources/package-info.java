/** Binds resources under {@code java:app} for the application in Payara Micro. */
package webhooks.micro.resources;
