/** The product as a process on one of its servers, and its sockets, clock and CPU time. */
package webhooks.it.harness.server;
