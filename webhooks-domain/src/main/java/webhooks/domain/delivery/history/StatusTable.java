package webhooks.domain.delivery.history;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * Selects a webhook's deliveries of one status from the table that has them, whose index returns
 * them in the order of time. On H2 the view of all deliveries would not keep this order.
 */
public final class StatusTable {
  private StatusTable() {}

  /**
   * Returns the beginning of a query, up to the condition for the webhook. Its only parameter is
   * the webhook's id.
   *
   * @param columns columns of the view {@code delivery}, with commas between them
   */
  public static String select(DeliveryStatus status, String columns) {
    return select(status, columns, "webhook_id = ?");
  }

  /**
   * Returns the beginning of a query, up to a condition.
   *
   * @param columns columns of the view {@code delivery}, with commas between them
   * @param condition the condition, with its parameters
   */
  public static String select(DeliveryStatus status, String columns, String condition) {
    boolean pending = status == DeliveryStatus.PENDING;
    String ofTable =
        Stream.of(columns.split(", *"))
            .map(column -> pending ? ofPending(column) : ofFinished(column))
            .collect(Collectors.joining(", "));
    return "select "
        + ofTable
        + (pending
            ? " from delivery_pending where "
            : " from delivery_finished where status = " + status.number() + " and ")
        + condition;
  }

  private static String ofPending(String column) {
    return switch (column) {
      case "status" -> "cast(0 as smallint) as status";
      case "status_code" -> "cast(null as smallint) as status_code";
      default -> column;
    };
  }

  private static String ofFinished(String column) {
    return switch (column) {
      case "due_at" -> "cast(null as timestamp with time zone) as due_at";
      case "lease" -> "cast(null as uuid) as lease";
      default -> column;
    };
  }
}
