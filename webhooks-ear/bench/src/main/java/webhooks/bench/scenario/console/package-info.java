/** The load of the console's pages: large data, the requests of each page, and a browser. */
package webhooks.bench.scenario.console;
