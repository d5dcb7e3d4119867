/** What the application finds under {@code java:app} when it runs in Payara Micro. */
package webhooks.micro.resources;
