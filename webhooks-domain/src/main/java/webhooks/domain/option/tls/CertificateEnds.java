package webhooks.domain.option.tls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import webhooks.domain.database.SqlRows;

/**
 * The SQL statements on the ends of client certificates, inside the caller's transaction. The
 * options are encrypted, so the times when owners must be warned are stored here.
 */
public final class CertificateEnds {
  /** How many days before the end of a certificate its owner is warned, the earliest one first. */
  static final List<Integer> WARNINGS = List.of(30, 14, 3);

  private static final String FIND =
      "select not_after from webhook_certificate where webhook_id = ?";

  private static final String DELETE = "delete from webhook_certificate where webhook_id = ?";

  private static final String INSERT =
      "insert into webhook_certificate (webhook_id, account_id, not_after, next_warning)"
          + " values (?, ?, ?, ?)";

  /** The days belong to the latest warning that is due, because a node may have been late. */
  private static final String DUE =
      """
      select webhook_id, not_after, next_warning, case
          when not_after <= current_timestamp + interval '3' day then 3
          when not_after <= current_timestamp + interval '14' day then 14
          else 30 end
      from webhook_certificate where next_warning <= current_timestamp
      order by next_warning fetch first ? rows only
      """;

  /** Changes nothing if the certificate was replaced since it was read. */
  private static final String SET_NEXT =
      "update webhook_certificate set next_warning = ? where webhook_id = ? and next_warning = ?";

  private CertificateEnds() {}

  /**
   * A certificate whose owner must be warned.
   *
   * @param days how many days are left at most
   */
  public record EndingCertificate(UUID webhookId, Instant notAfter, int days) {}

  private record Due(EndingCertificate certificate, OffsetDateTime warning) {}

  /**
   * Stores when the certificate of a webhook ends. The warnings of a certificate that ends at the
   * stored time stay as they are.
   *
   * @param notAfter empty if the webhook has no certificate
   * @param now the present time of the database
   */
  public static void put(
      Connection connection,
      UUID webhookId,
      String accountId,
      Optional<Instant> notAfter,
      Instant now)
      throws SQLException {
    if (find(connection, webhookId).equals(notAfter)) {
      return;
    }
    delete(connection, webhookId);
    if (notAfter.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, webhookId);
      insert.setString(2, accountId);
      insert.setObject(3, utc(notAfter.get()));
      insert.setObject(4, next(notAfter.get(), now).orElse(null));
      insert.executeUpdate();
    }
  }

  private static Optional<Instant> find(Connection connection, UUID webhookId) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setObject(1, webhookId);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
            : Optional.empty();
      }
    }
  }

  /** Removes the end of a webhook's certificate. */
  public static void delete(Connection connection, UUID webhookId) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, webhookId);
      delete.executeUpdate();
    }
  }

  /** Returns the first warning that is not due yet; a new certificate has no earlier ones. */
  private static Optional<OffsetDateTime> next(Instant notAfter, Instant now) {
    return WARNINGS.stream()
        .map(days -> notAfter.minus(Duration.ofDays(days)))
        .filter(now::isBefore)
        .findFirst()
        .map(CertificateEnds::utc);
  }

  /**
   * Returns certificates whose owners must be warned, and sets their next warnings. So each warning
   * is returned once.
   *
   * @param max the maximum number of certificates
   */
  public static List<EndingCertificate> takeDue(Connection connection, int max)
      throws SQLException {
    List<Due> due = due(connection, max);
    if (due.isEmpty()) {
      return List.of();
    }
    int[] changed;
    try (PreparedStatement update = connection.prepareStatement(SET_NEXT)) {
      for (Due one : due) {
        update.setObject(1, after(one.certificate()).orElse(null));
        update.setObject(2, one.certificate().webhookId());
        update.setObject(3, one.warning());
        update.addBatch();
      }
      changed = update.executeBatch();
    }
    return IntStream.range(0, changed.length)
        .filter(i -> changed[i] == 1)
        .mapToObj(i -> due.get(i).certificate())
        .toList();
  }

  private static Optional<OffsetDateTime> after(EndingCertificate certificate) {
    return WARNINGS.stream()
        .filter(days -> days < certificate.days())
        .findFirst()
        .map(days -> utc(certificate.notAfter().minus(Duration.ofDays(days))));
  }

  private static List<Due> due(Connection connection, int max) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(DUE)) {
      select.setInt(1, max);
      try (ResultSet row = select.executeQuery()) {
        List<Due> due = new ArrayList<>();
        while (row.next()) {
          due.add(
              new Due(
                  new EndingCertificate(
                      SqlRows.uuid(row, 1),
                      row.getObject(2, OffsetDateTime.class).toInstant(),
                      row.getInt(4)),
                  row.getObject(3, OffsetDateTime.class)));
        }
        return due;
      }
    }
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
