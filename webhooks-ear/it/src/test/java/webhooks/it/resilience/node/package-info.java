/** Tests of nodes that crash, stop, join, run with a wrong clock, or are upgraded. */
package webhooks.it.resilience.node;
