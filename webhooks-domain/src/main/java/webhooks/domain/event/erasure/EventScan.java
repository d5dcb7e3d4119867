package webhooks.domain.event.erasure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.json.JsonPath;

/**
 * Examines stored events in the order of their ids, inside the caller's transaction. There is no
 * index by account, so a step reads few columns of many events, and the bodies of the account's.
 *
 * @param last the last event to examine
 */
record EventScan(Connection connection, String accountId, UUID last, ErasureCriteria criteria) {
  private static final int MAX_EVENTS = 2000;

  /** Bounds the time of a step. */
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  /** Bounds the memory of a step; the first body is read whatever its size. */
  private static final long MAX_READ_AT_ONCE = 2L * 1024 * 1024;

  private static final String NEXT =
      """
      select id, account_id = ? as own, octet_length(body) as size from event
      where id > ? and id <= ? order by id fetch first %d rows only
      """
          .formatted(MAX_EVENTS);

  private static final String BODIES = "select id, body from event where id = any(?)";

  /** Completes a stored body. The webhook's id does not matter. */
  private static final UUID NO_WEBHOOK = new UUID(0, 0);

  /** An event of the account with a body. */
  private record Candidate(UUID id, int size) {}

  /**
   * The result of a step.
   *
   * @param examined how many events were examined
   * @param reached the last of them; the scan's last event if there are no more
   * @param matching the events that have the value, in the order of their ids
   */
  record ScanStep(int examined, UUID reached, List<UUID> matching) {
    /** Returns this step without the events after one of the matching ones. */
    ScanStep until(UUID event) {
      return event.equals(matching.get(matching.size() - 1))
          ? this
          : new ScanStep(examined, event, matching.subList(0, matching.indexOf(event) + 1));
    }
  }

  /** Examines the events after this one. */
  ScanStep next(UUID after) throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    int examined = 0;
    long bytes = 0;
    UUID reached = last;
    try (PreparedStatement select = connection.prepareStatement(NEXT)) {
      select.setString(1, accountId);
      select.setObject(2, after);
      select.setObject(3, last);
      try (ResultSet row = select.executeQuery()) {
        while (row.next() && bytes < MAX_BYTES) {
          examined++;
          reached = SqlRows.uuid(row, 1);
          if (row.getBoolean("own") && row.getInt("size") > 0) {
            candidates.add(new Candidate(reached, row.getInt("size")));
            bytes += row.getInt("size");
          }
        }
      }
    }
    boolean isEnd = examined < MAX_EVENTS && bytes < MAX_BYTES;
    return new ScanStep(examined, isEnd ? last : reached, matching(candidates));
  }

  private List<UUID> matching(List<Candidate> candidates) throws SQLException {
    List<UUID> found = new ArrayList<>();
    List<UUID> together = new ArrayList<>();
    long bytes = 0;
    for (Candidate candidate : candidates) {
      if (bytes + candidate.size() > MAX_READ_AT_ONCE && !together.isEmpty()) {
        addMatching(together, found);
        together.clear();
        bytes = 0;
      }
      together.add(candidate.id());
      bytes += candidate.size();
    }
    if (!together.isEmpty()) {
      addMatching(together, found);
    }
    return found.stream().sorted().toList();
  }

  private void addMatching(List<UUID> ids, List<UUID> found) throws SQLException {
    List<JsonPath> paths = List.of(criteria.jsonPath());
    try (PreparedStatement select = connection.prepareStatement(BODIES)) {
      SqlArrays.set(select, 1, "uuid", ids.toArray());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          byte[] body = row.getBytes(2);
          if (body.length > 0 && criteria.matches(LeasedDelivery.body(body, NO_WEBHOOK), paths)) {
            found.add(SqlRows.uuid(row, 1));
          }
        }
      }
    }
  }
}
