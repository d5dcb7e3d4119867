package webhooks.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Limits processes to a share of one core by a control group of Linux, which only root can make.
 */
public final class CpuShare implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final int PERIOD_MICROS = 20_000;

  private final Path group;

  private CpuShare(Path group) {
    this.group = group;
  }

  /**
   * Limits a process and all its threads, each group of its own.
   *
   * @param share the share of one core, for example 0.25
   */
  public static CpuShare limit(long pid, double share) {
    long micros = Math.round(PERIOD_MICROS * share);
    try {
      // The first version of control groups has a directory for each resource.
      Path first = GROUPS.resolve("cpu");
      Path group = (Files.isDirectory(first) ? first : GROUPS).resolve("webhooks-bench-" + pid);
      Files.createDirectory(group);
      if (Files.isDirectory(first)) {
        write(group, "cpu.cfs_period_us", Integer.toString(PERIOD_MICROS));
        write(group, "cpu.cfs_quota_us", Long.toString(micros));
      } else {
        write(group, "cpu.max", micros + " " + PERIOD_MICROS);
      }
      write(group, "cgroup.procs", Long.toString(pid));
      return new CpuShare(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path group, String file, String value) throws IOException {
    Files.writeString(group.resolve(file), value);
  }

  /** Removes the group, whose processes must have ended. */
  @Override
  public void close() {
    try {
      Files.delete(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
