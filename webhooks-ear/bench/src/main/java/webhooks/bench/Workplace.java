package webhooks.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import webhooks.it.harness.Progress;

/**
 * The temporary directory of a run, with all data and logs. Is deleted when the JVM ends, except
 * for the logs of a run with a fault.
 */
final class Workplace {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Path directory;
  private volatile boolean keepsLogs = true;

  private Workplace(Path directory) {
    this.directory = directory;
  }

  /** Creates the directory and sets the properties that the test harness reads. */
  static Workplace open() {
    try {
      Workplace workplace = new Workplace(Files.createTempDirectory("webhooks-bench-"));
      Path target =
          Path.of(Bench.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .getParent();
      define("webhooks.it.target", workplace.directory);
      define("webhooks.jar", target.resolve("../../micro/target/webhooks.jar"));
      define("webhooks.bench.payara-micro", target.resolve("payara-micro.jar"));
      Runtime.getRuntime().addShutdownHook(new Thread(workplace::delete));
      Progress.say("data and logs are in %s", workplace.directory);
      return workplace;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Defines a system property unless it is given. */
  private static void define(String property, Path value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value.normalize().toString());
    }
  }

  /** Lets the logs be deleted too, because the run had no fault. */
  void dropLogs() {
    keepsLogs = false;
  }

  /** Deletes the directory when the processes of the run, which other hooks end, have ended. */
  private void delete() {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (isInUse() && System.nanoTime() < end) {
      LockSupport.parkNanos(STEP_NANOS);
    }
    Path logs = directory.resolve("it-logs");
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder())
          .filter(path -> !keepsLogs || !path.startsWith(logs) && !path.equals(directory))
          .forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (keepsLogs) {
      System.err.println("The logs are in " + logs);
    }
  }

  /** Returns whether a child of this JVM or PostgreSQL, which is none, still runs. */
  private boolean isInUse() {
    try (Stream<Path> files =
        Files.find(directory, 4, (path, is) -> path.endsWith("postmaster.pid"))) {
      return ProcessHandle.current().descendants().anyMatch(ProcessHandle::isAlive)
          || files.findAny().isPresent();
    } catch (IOException | UncheckedIOException e) {
      // A file vanished while the directory was read.
      return true;
    }
  }
}
