package webhooks.it.harness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;
import webhooks.it.harness.Places;

/**
 * Shifts the time of day of one running process with Debian's {@code libfaketime}. Elapsed time
 * does not change.
 */
public final class ShiftedClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private final Path file;

  /** Prepares the clock of a product for its next start, with the right time at first. */
  public ShiftedClock(Product product) {
    file = Places.freshDirectory(product.name() + "-clock").resolve("shift");
    jumpTo(Duration.ZERO);
    product
        .with("LD_PRELOAD", library().toString())
        .with("FAKETIME_TIMESTAMP_FILE", file.toString())
        .with("FAKETIME_CACHE_DURATION", "1")
        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // Without it, the library changes the length of waits.
        .with("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  /** Shifts the clock by this much from the right time. Takes up to a second. */
  public void jumpTo(Duration shift) {
    try {
      // Replaces the file atomically, because the process may read it at any time.
      Path next = file.resolveSibling("next");
      Files.writeString(next, "%+d\n".formatted(shift.toSeconds()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path library() {
    try (Stream<Path> architectures = Files.list(LIBRARIES)) {
      return architectures
          .map(architecture -> architecture.resolve(LIBRARY))
          .filter(Files::isReadable)
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "No %s in %s: apt-get install libfaketime".formatted(LIBRARY, LIBRARIES)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
