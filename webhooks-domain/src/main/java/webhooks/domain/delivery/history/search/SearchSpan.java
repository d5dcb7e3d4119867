package webhooks.domain.delivery.history.search;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;

/**
 * A part of the history, newest first.
 *
 * @param since the earliest time of creation
 * @param before the span has only deliveries that are older than this cursor
 */
public record SearchSpan(Instant since, Cursor before) {
  /** The condition for a row. The bounds of the ids leave out partitions of other days. */
  static final String CONDITION =
      " and created >= ? and (created, id) < (?, ?) and id >= ? and id < ?";

  /** Newest first, as the index of a webhook's deliveries has them. */
  static final String ORDER = " order by created desc, id desc fetch first %d rows only";

  /**
   * Sets the parameters of the condition.
   *
   * @param last the number of the last parameter that is set
   * @return the number of the last parameter that is set now
   */
  int bind(PreparedStatement statement, int last) throws SQLException {
    statement.setObject(last + 1, since.atOffset(ZoneOffset.UTC));
    statement.setObject(last + 2, before.created().atOffset(ZoneOffset.UTC));
    statement.setObject(last + 3, before.id());
    statement.setObject(last + 4, firstId());
    statement.setObject(last + 5, Ids.firstOf(before.created().plus(Ids.MAX_CLOCK_DIFFERENCE)));
    return last + 5;
  }

  private UUID firstId() {
    Instant first = since.minus(Ids.MAX_CLOCK_DIFFERENCE);
    return Ids.firstOf(first.isBefore(Instant.EPOCH) ? Instant.EPOCH : first);
  }
}
