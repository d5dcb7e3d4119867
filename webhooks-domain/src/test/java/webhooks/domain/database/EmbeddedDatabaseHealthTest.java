package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseHealthTest {
  private static final Instant START = Instant.parse("2026-10-02T14:55:00Z");

  @TempDir private Path directory;

  private static Optional<Instant> restart(Optional<Path> files, Optional<Instant> closedSince) {
    return new EmbeddedDatabaseHealth(files, () -> closedSince).needsRestartSince();
  }

  @Test
  void needsRestartOnceItIsClosed() {
    assertThat(restart(Optional.of(directory), Optional.of(START))).contains(START);
  }

  @Test
  void needsNoRestartWhileItIsOpen() {
    assertThat(restart(Optional.of(directory), Optional.empty())).isEmpty();
  }

  @Test
  void restartMendsNoOtherDatabase() {
    assertThat(restart(Optional.empty(), Optional.of(START))).isEmpty();
  }

  /** A file system without space: this one does not exist at all. */
  @Test
  void restartMendsNoDisk() {
    Path missing = directory.resolve("missing");

    assertThat(restart(Optional.of(missing), Optional.of(START))).isEmpty();
  }

  @Test
  void recognisesDatabaseThatHasClosedItself() {
    SQLException closed = new SQLException("The database has been closed", "90098", 90098);
    SQLException locked = new SQLException("Database may be already in use", "90020", 90020);

    assertThat(DatabaseFailure.isClosed(new DatabaseFailure(closed))).isTrue();
    assertThat(DatabaseFailure.isClosed(new DatabaseFailure(locked))).isTrue();
    assertThat(DatabaseFailure.isClosed(new SQLException("no answer", "08006"))).isFalse();
  }
}
