/** What loops on threads of their own have in common: how they end and how they wait. */
package webhooks.delivery.worker;
