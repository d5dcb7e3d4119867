package webhooks.domain.delivery.history.chart;

/**
 * A number of deliveries.
 *
 * @param count how many are counted
 * @param complete whether all deliveries are counted; if not, there may be more
 */
public record DeliveryCount(long count, boolean complete) {
  /**
   * Returns the count of rows.
   *
   * @param rows the number of rows that were read: more than the maximum if there are so many
   * @param max the maximum of the count
   */
  public static DeliveryCount of(long rows, long max) {
    return new DeliveryCount(Math.min(rows, max), rows <= max);
  }
}
