package webhooks.domain.delivery;

/** News that so many deliveries were cancelled, told inside the transaction that does it. */
public record Cancelled(int count) {}
