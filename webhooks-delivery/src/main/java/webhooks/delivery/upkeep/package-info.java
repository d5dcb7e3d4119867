/**
 * What is done to stored rows beside the deliveries, in small steps that hold nobody up.
 *
 * <p>Never in the way of a delivery: no lock is held longer than a step.
 */
package webhooks.delivery.upkeep;
