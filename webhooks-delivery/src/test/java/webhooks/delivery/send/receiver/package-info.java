/** Servers on this machine that senders under test connect to. */
package webhooks.delivery.send.receiver;
