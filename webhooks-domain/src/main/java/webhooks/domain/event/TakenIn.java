package webhooks.domain.event;

/**
 * News that events were stored, told inside the transaction that stores them.
 *
 * @param accepted how many were new
 * @param duplicates how many were known already
 */
public record TakenIn(int accepted, int duplicates) {}
