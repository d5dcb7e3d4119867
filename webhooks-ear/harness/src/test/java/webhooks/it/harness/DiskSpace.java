package webhooks.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The free space of a disk that brokers write to. */
public final class DiskSpace {
  private static final long GIGABYTE = 1_000_000_000;

  /** The product's {@code min-disk-free}, in bytes. */
  private static final long BROKERS_NEED = 1L << 30;

  private DiskSpace() {}

  /**
   * Checks that there is room. A broker takes no messages when less than a gigabyte of its disk is
   * free, so that producers would wait without an end.
   *
   * @param gigabytes how much may be written to the directory
   * @throws IllegalStateException if there is less; the message says how much is missing
   */
  public static void require(Path directory, int gigabytes) {
    try {
      FileStore disk = Files.getFileStore(directory);
      long missing = gigabytes * GIGABYTE + BROKERS_NEED - disk.getUsableSpace();
      if (missing > 0) {
        throw new IllegalStateException(
            "Free %.1f GB more of the disk of %s: %d GB are to be written, and brokers need 1 GiB free"
                .formatted((double) missing / GIGABYTE, directory, gigabytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
