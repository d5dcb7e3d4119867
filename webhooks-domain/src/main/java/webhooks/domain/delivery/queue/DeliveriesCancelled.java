package webhooks.domain.delivery.queue;

/** A CDI event: deliveries were cancelled. It is fired inside the transaction that does so. */
public record DeliveriesCancelled(int count) {}
