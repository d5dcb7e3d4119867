package webhooks.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/**
 * A small file system in memory that a test can fill without harm to the machine.
 *
 * <p>Only processes that were started by {@link #process} see it, because it is mounted in a mount
 * namespace of its own. The namespace ends with this JVM at the latest.
 */
public final class SmallDisk implements AutoCloseable {
  private static final String READY = "ready";

  /** The mounted disks by their mount points. */
  private static final Map<Path, SmallDisk> MOUNTED = new ConcurrentHashMap<>();

  private final Path mountPoint;
  private final boolean root;
  private final Process holder;

  private SmallDisk(Path mountPoint, boolean root, Process holder) {
    this.mountPoint = mountPoint;
    this.root = root;
    this.holder = holder;
  }

  /**
   * Mounts an empty disk at this directory. Skips the test if the machine does not allow it, as
   * many containers do.
   */
  public static SmallDisk mount(Path directory, int megabytes) {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
    if (!root) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    // The shell ends when this JVM closes its input.
    String mount = "mount -t tmpfs -o size=%dm none \"$0\" && echo %s && exec cat";
    command.addAll(List.of("sh", "-c", mount.formatted(megabytes, READY), directory.toString()));
    try {
      Files.createDirectories(directory);
      Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
      String answer =
          new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8)).readLine();
      Assumptions.assumeTrue(
          READY.equals(answer), () -> "This machine mounts no file system: " + answer);
      SmallDisk disk = new SmallDisk(directory, root, holder);
      MOUNTED.put(directory, disk);
      return disk;
    } catch (IOException e) {
      return Assumptions.abort("This machine has no unshare: " + e.getMessage());
    }
  }

  /** Prepares a process in the directory. It sees the disk that is mounted below the directory. */
  public static ProcessBuilder process(Path directory, List<String> command) {
    List<String> all = new ArrayList<>();
    MOUNTED.values().stream()
        .filter(disk -> disk.mountPoint.startsWith(directory))
        .forEach(disk -> all.addAll(disk.entrance()));
    all.addAll(command);
    return new ProcessBuilder(all).directory(directory.toFile());
  }

  private List<String> entrance() {
    List<String> command = new ArrayList<>(List.of("nsenter", "--mount"));
    if (!root) {
      command.addAll(List.of("--user", "--preserve-credentials"));
    }
    command.addAll(List.of("--target", Long.toString(holder.pid()), "--"));
    return command;
  }

  /** Returns a path of the disk as this process sees it. */
  public Path resolve(String path) {
    return Path.of("/proc", Long.toString(holder.pid()), "root")
        .resolve(Path.of("/").relativize(mountPoint))
        .resolve(path);
  }

  /** Writes until no byte is free. */
  public void fill() {
    fill(0);
  }

  /** Writes until not more than this is free. */
  public void fill(int megabytesLeft) {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filling())) {
      // Java finds no FileStore here, because this JVM does not see the mount.
      while (megabytesLeft == 0
          || filling().toFile().getUsableSpace() > (long) megabytesLeft << 20) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left on device");
    }
    Progress.say("%s has %d KB left", mountPoint, filling().toFile().getUsableSpace() >> 10);
  }

  /** Frees what {@link #fill} has taken. */
  public void free() {
    try {
      Files.delete(filling());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Progress.say("%s has space again", mountPoint);
  }

  private Path filling() {
    return resolve("filling");
  }

  @Override
  public void close() {
    MOUNTED.remove(mountPoint);
    holder.destroyForcibly();
  }
}
