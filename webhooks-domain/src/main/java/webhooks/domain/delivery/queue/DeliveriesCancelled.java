package webhooks.domain.delivery.queue;

/** News that so many deliveries were cancelled, told inside the transaction that does it. */
public record DeliveriesCancelled(int count) {}
