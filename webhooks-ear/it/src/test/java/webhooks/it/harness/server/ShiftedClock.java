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
 * The time of day as one process sees it, which can jump while it runs; time that passes stays as
 * it is. By Debian's {@code libfaketime}.
 */
public final class ShiftedClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private final Path file;

  /** The clock of this product from its next start on, with the right time at first. */
  public ShiftedClock(Product product) {
    file = Places.freshDirectory(product.name() + "-clock").resolve("shift");
    jumpTo(Duration.ZERO);
    product
        .with("LD_PRELOAD", library().toString())
        .with("FAKETIME_TIMESTAMP_FILE", file.toString())
        .with("FAKETIME_CACHE_DURATION", "1")
        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // Else waits are as long as the library makes them.
        .with("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  /** Lets the clock jump, within a second, so far from the right time. */
  public void jumpTo(Duration shift) {
    try {
      // In one step, as the process reads it at any time.
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
