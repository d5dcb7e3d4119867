/** Conditions on deliveries that searches and recoveries share. */
package webhooks.domain.delivery.filter;
