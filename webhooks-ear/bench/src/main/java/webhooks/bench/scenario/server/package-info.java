/** The scenarios that compare the product with the server in it, without an application. */
package webhooks.bench.scenario.server;
