package webhooks.domain.delivery.history.account;

import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.webhook.block.BlockLookup.BlockTarget;

/**
 * What a block stops, or would stop. Each number is counted up to a bound.
 *
 * @param blocked whether there is a block
 * @param webhooks the webhooks that it concerns
 * @param active the active ones of them
 * @param pending the deliveries that wait for active ones
 */
public record BlockImpact(
    BlockTarget target,
    boolean blocked,
    DeliveryCount webhooks,
    DeliveryCount active,
    DeliveryCount pending) {}
