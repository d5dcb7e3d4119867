package webhooks.domain.delivery.history.chart;

/**
 * A number of deliveries.
 *
 * @param count how many are counted
 * @param complete whether these are all; else there are more
 */
public record DeliveryCount(long count, boolean complete) {
  /** Makes the count from the number of rows, of which one more than the maximum was read. */
  public static DeliveryCount of(long rows, long max) {
    return new DeliveryCount(Math.min(rows, max), rows <= max);
  }
}
