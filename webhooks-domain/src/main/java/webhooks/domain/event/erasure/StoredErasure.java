package webhooks.domain.event.erasure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.event.erasure.Erasure.ErasureCounts;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * An erasure as it is stored.
 *
 * @param criteria which events it reaches; empty after its end
 * @param last the last event to examine
 * @param after the event after which the next step begins
 * @param auditId the id of the audit entry, whose detail has the counts
 */
public record StoredErasure(
    Erasure erasure, Optional<ErasureCriteria> criteria, UUID last, UUID after, UUID auditId) {
  private static final String SELECT =
      """
      select id, account_id, requested, finished, key_id, criteria, last_event, after_event,
        examined, events, deliveries, cancelled, rejected_events, unreadable_events, audit_id
      from erasure where id = ?
      """;

  /**
   * Reads an erasure in the connection's transaction.
   *
   * @param lock the end of the query, which may lock the row
   * @throws IllegalStateException if the path and the value can't be decrypted
   */
  static Optional<StoredErasure> read(
      Connection connection, SecretCipher cipher, UUID id, String lock) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + lock)) {
      select.setObject(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(of(row, id, cipher)) : Optional.empty();
      }
    }
  }

  private static StoredErasure of(ResultSet row, UUID id, SecretCipher cipher) throws SQLException {
    String keyId = row.getString("key_id");
    return new StoredErasure(
        new Erasure(
            id,
            row.getString("account_id"),
            time(row, "requested").orElseThrow(),
            counts(row),
            time(row, "finished")),
        Optional.ofNullable(row.getBytes("criteria"))
            .map(bytes -> cipher.decrypt(keyId, id, EncryptedColumn.CRITERIA, bytes))
            .map(ErasureCriteria::parse),
        row.getObject("last_event", UUID.class),
        row.getObject("after_event", UUID.class),
        row.getObject("audit_id", UUID.class));
  }

  private static ErasureCounts counts(ResultSet row) throws SQLException {
    return new ErasureCounts(
        row.getLong("examined"),
        row.getLong("events"),
        row.getLong("deliveries"),
        row.getLong("cancelled"),
        row.getLong("rejected_events"),
        row.getLong("unreadable_events"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /** Returns whether all stored events are examined. */
  public boolean isScanned() {
    return after.equals(last);
  }
}
