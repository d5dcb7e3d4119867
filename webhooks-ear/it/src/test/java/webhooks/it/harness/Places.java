package webhooks.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Where things are: files under the build's folder, ports that are free. */
public final class Places {
  private static final Path TARGET =
      Path.of(System.getProperty("webhooks.it.target", "target")).toAbsolutePath();

  private static final int LOWEST_PORT = 10_000;
  private static final int LOWEST_EPHEMERAL_PORT = 32_768;

  /** Test processes that may run at the same time, each with ports of its own. */
  private static final int MAX_FORKS = 8;

  /** All ports given so far: a port without a listener yet must not be given twice. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Places() {}

  /** The number of this test process among those that Failsafe runs at the same time. */
  public static int fork() {
    return Integer.getInteger("surefire.forkNumber", 1);
  }

  /** A new, empty directory. */
  public static Path freshDirectory(String name) {
    try {
      Path parent = Files.createDirectories(TARGET.resolve("it-data"));
      return Files.createTempDirectory(parent, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The log file of a run of this name, emptied. */
  public static Path freshLog(String name) {
    try {
      Path log = Files.createDirectories(TARGET.resolve("it-logs")).resolve(name + ".log");
      Files.deleteIfExists(log);
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A port that was free a moment ago.
   *
   * <p>It lies below those that the system gives to connections and to servers that ask for any, so
   * that none of them takes it before it is used. It is given only once, also if several test
   * processes run at the same time.
   */
  public static int freePort() {
    while (true) {
      int step =
          ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_EPHEMERAL_PORT) / MAX_FORKS;
      int port = step * MAX_FORKS + fork() % MAX_FORKS;
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (BindException e) {
        // Another one, then.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Copies a directory with all that is in it. */
  public static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(each));
        Files.createDirectories(target.getParent());
        Files.copy(each, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A shipped file.
   *
   * @param property its name, and the system property with its path
   */
  public static Path shipped(String property) {
    Path path = given(property);
    if (!Files.isRegularFile(path)) {
      throw new IllegalStateException(path + " is not there; build it first");
    }
    return path;
  }

  /** The file or directory that a system property names. */
  public static Path given(String property) {
    String given = System.getProperty(property);
    if (given == null) {
      throw new IllegalStateException("System property " + property + " must name a path");
    }
    return Path.of(given).toAbsolutePath().normalize();
  }
}
