package webhooks.domain.option.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.option.tls.CertificateEnds.EndingCertificate;

/** The warnings 30, 14 and 3 days before the end of a certificate. */
@OnEveryDatabase
class CertificateEndsTest {
  private static final int MAX = 10;

  private final TestDatabase database;
  private final UUID webhook = UUID.randomUUID();

  CertificateEndsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  private void put(Optional<Instant> end) {
    put(webhook, end);
  }

  private void put(UUID id, Optional<Instant> end) {
    database.inTransaction(
        () -> {
          CertificateEnds.put(database.database().connection(), id, "account", end, Instant.now());
          return null;
        });
  }

  private static Optional<Instant> inDays(double days) {
    return Optional.of(
        Instant.now()
            .plus(Duration.ofMinutes((long) (days * 24 * 60)))
            .truncatedTo(ChronoUnit.SECONDS));
  }

  /** Lets time pass. */
  private void pass(int days) {
    database.execute(
        "update webhook_certificate set not_after = not_after - interval '%1$d' day,"
                .formatted(days)
            + " next_warning = next_warning - interval '%d' day".formatted(days));
  }

  private List<Integer> warnings() {
    return taken(MAX).stream().map(EndingCertificate::days).toList();
  }

  private List<EndingCertificate> taken(int max) {
    return database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            return CertificateEnds.takeDue(connection, max);
          } catch (SQLException e) {
            throw new DatabaseFailure(e);
          }
        });
  }

  @Test
  void warnsThreeTimes() {
    put(inDays(40.5));
    assertThat(warnings()).isEmpty();
    pass(10);
    assertThat(warnings()).isEmpty();
    pass(1);
    assertThat(warnings()).containsExactly(30);
    assertThat(warnings()).isEmpty();
    pass(15);
    assertThat(warnings()).isEmpty();
    pass(1);
    assertThat(warnings()).containsExactly(14);
    assertThat(warnings()).isEmpty();
    pass(11);
    assertThat(warnings()).containsExactly(3);
    pass(4);
    assertThat(warnings()).isEmpty();
  }

  /** Nodes that were stopped for weeks warn once. */
  @Test
  void missedWarningsAreOne() {
    put(inDays(31));
    pass(20);
    assertThat(warnings()).containsExactly(14);
    pass(20);
    assertThat(warnings()).containsExactly(3);
    assertThat(warnings()).isEmpty();
  }

  /** The owner has just set it, and knows its end. */
  @Test
  void shortCertificateHasNoEarlierWarnings() {
    put(inDays(20.5));
    assertThat(warnings()).isEmpty();
    pass(7);
    assertThat(warnings()).containsExactly(14);
    put(webhook, inDays(2));
    assertThat(warnings()).isEmpty();
    pass(2);
    assertThat(warnings()).isEmpty();
  }

  /** The change comes after the time of a warning, and before the next search. */
  @Test
  void otherChangesLoseNoWarning() {
    Optional<Instant> end = inDays(30.5);
    put(end);
    pass(1);

    put(end.map(time -> time.minus(Duration.ofDays(1))));

    assertThat(warnings()).containsExactly(30);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void removedCertificateHasNoWarnings() {
    put(inDays(30.5));
    pass(1);

    put(Optional.empty());

    assertThat(warnings()).isEmpty();
    assertThat(database.count("select count(*) from webhook_certificate")).isZero();
  }

  @Test
  void numberOfWarningsIsBounded() {
    for (int i = 0; i < 3; i++) {
      put(UUID.randomUUID(), inDays(30.5));
    }
    pass(1);

    assertThat(taken(2)).hasSize(2);
    assertThat(taken(2)).hasSize(1);
    assertThat(taken(2)).isEmpty();
  }
}
