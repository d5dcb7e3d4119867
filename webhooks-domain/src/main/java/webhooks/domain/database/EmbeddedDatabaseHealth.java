package webhooks.domain.database;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells whether a restart of this process helps its embedded database.
 *
 * <p>H2 closes a database in use when a write fails, as on a full disk. The same process can't open
 * it again: if a connection from before the failure is used once more, H2 2.2 forgets the open
 * database and keeps its file locked. While the disk is full, a restart does not help either. Safe
 * for several threads.
 */
public final class EmbeddedDatabaseHealth {
  /** With less free space, the database may not be able to open. */
  static final long MIN_FREE_BYTES = 16L << 20;

  private final Optional<Path> directory;
  private final Supplier<Optional<Instant>> closedSince;

  /**
   * Creates the health of a database.
   *
   * @param directory the directory of its files; empty if it is not embedded
   * @param closedSince returns since when it is closed; empty if it is open
   */
  public EmbeddedDatabaseHealth(Optional<Path> directory, Supplier<Optional<Instant>> closedSince) {
    this.directory = directory;
    this.closedSince = closedSince;
  }

  /** Returns since when the database waits for a restart; empty if a restart does not help. */
  public Optional<Instant> needsRestartSince() {
    return directory.flatMap(
        // The space is zero if the disk does not answer.
        files ->
            closedSince.get().filter(since -> files.toFile().getUsableSpace() >= MIN_FREE_BYTES));
  }
}
