package webhooks.domain.delivery.history.chart;

import static webhooks.domain.delivery.history.chart.DeliveryChartRepository.utc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.StatusTable;
import webhooks.domain.id.Ids;

/** Selects the newest deliveries of a webhook in a period, whatever their status. */
final class NewestDeliveries {
  private NewestDeliveries() {}

  /**
   * Returns a query for at most this number of deliveries, with the columns id, event_id, status
   * and created. It reads at most this number of each status, in the order of the index.
   */
  static String sql(int max) {
    return sql("id, event_id, status, created", max);
  }

  /**
   * Does the same without event_id. The index of finished deliveries has these columns, so few of
   * their rows have to be read.
   */
  static String withoutEvents(int max) {
    return sql("id, status, created", max);
  }

  private static String sql(String columns, int max) {
    return Stream.of(DeliveryStatus.values())
        .map(
            status ->
                "("
                    + StatusTable.select(status, columns)
                    + " and created >= ? and created < ? and id >= ? and id < ?"
                    + newest(max)
                    + ")")
        .collect(
            Collectors.joining(
                " union all ", "select " + columns + " from (", ") of_each_status" + newest(max)));
  }

  private static String newest(int max) {
    return " order by created desc, id desc fetch first " + max + " rows only";
  }

  /** Sets the parameters of the query, which begin at an index. */
  static void bind(
      PreparedStatement select, int firstIndex, UUID webhook, Instant since, Instant until)
      throws SQLException {
    int index = firstIndex;
    for (int i = 0; i < DeliveryStatus.values().length; i++) {
      select.setObject(index++, webhook);
      select.setObject(index++, utc(since));
      select.setObject(index++, utc(until));
      select.setObject(index++, firstId(since));
      select.setObject(index++, endId(until));
    }
  }

  /** Returns a lower bound of the ids of deliveries that were created from this time on. */
  static UUID firstId(Instant since) {
    Instant first = since.minus(Ids.MAX_CLOCK_DIFFERENCE);
    return Ids.firstOf(first.isBefore(Instant.EPOCH) ? Instant.EPOCH : first);
  }

  /** Returns an upper bound of the ids of deliveries that were created before this time. */
  static UUID endId(Instant until) {
    return Ids.firstOf(until.plus(Ids.MAX_CLOCK_DIFFERENCE));
  }
}
