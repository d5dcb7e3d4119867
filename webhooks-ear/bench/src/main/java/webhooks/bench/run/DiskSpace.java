package webhooks.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The free space of the disk that the harness writes to. */
public final class DiskSpace {
  private static final long GIGABYTE = 1_000_000_000;

  private DiskSpace() {}

  /**
   * Checks that a scenario has room. The product's broker takes nothing when nine tenths of the
   * disk are used, so that the scenario would wait without an end.
   *
   * @throws IllegalStateException if a part is missing; the message says how much
   */
  public static void require(int gigabytes) {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      FileStore disk = Files.getFileStore(directory);
      long missing = gigabytes * GIGABYTE + disk.getTotalSpace() / 10 - disk.getUsableSpace();
      if (missing > 0) {
        throw new IllegalStateException(
            "Free %.1f GB more of the disk of %s: the scenario writes %d GB, and the broker needs a tenth of the disk free"
                .formatted((double) missing / GIGABYTE, directory, gigabytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
