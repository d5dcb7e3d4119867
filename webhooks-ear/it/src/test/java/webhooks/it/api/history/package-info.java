/** Tests of the delivery history, statistics, and of deliveries that are sent again. */
package webhooks.it.api.history;
