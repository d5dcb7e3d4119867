/** The product as a process on one of its servers, and what Linux knows of that process. */
package webhooks.it.harness.server;
