package webhooks.domain.delivery.queue;

/** A CDI event: deliveries were cancelled. It is fired inside the transaction that cancels them. */
public record DeliveriesCancelled(int count) {}
