package webhooks.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Provides directories and files of the build, and free ports. */
public final class Places {
  private static final Path TARGET =
      Path.of(System.getProperty("webhooks.it.target", "target")).toAbsolutePath();

  private static final int LOWEST_PORT = 10_000;
  private static final int LOWEST_EPHEMERAL_PORT = 32_768;

  /** About what the suites write after a directory was created. */
  private static final int DATA_GIGABYTES = 2;

  /** The maximum number of test processes. Each uses ports of its own. */
  private static final int MAX_FORKS = 8;

  private static final Fork FORK = Fork.lockFirstFree();

  /** All ports returned so far: nothing may listen on one yet, but it is taken. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Places() {}

  /** Returns the number of this test process, which no other process of this build has. */
  public static int fork() {
    return FORK.number();
  }

  /** The number of a test process. It belongs to the process while the lock is held. */
  private record Fork(int number, FileLock lock) {
    static Fork lockFirstFree() {
      try {
        Path locks = Files.createDirectories(TARGET.resolve("it-forks"));
        for (int number = 1; number <= MAX_FORKS; number++) {
          Path file = locks.resolve(Integer.toString(number));
          FileChannel channel = FileChannel.open(file, CREATE, WRITE);
          FileLock lock = channel.tryLock();
          if (lock != null) {
            return new Fork(number, lock);
          }
          channel.close();
        }
        throw new IllegalStateException("More than " + MAX_FORKS + " test processes use " + locks);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Creates an empty directory for the data of a program.
   *
   * @throws IllegalStateException if the disk has too little space for a broker
   */
  public static Path freshDirectory(String name) {
    try {
      Path parent = Files.createDirectories(TARGET.resolve("it-data"));
      DiskSpace.require(parent, DATA_GIGABYTES);
      return Files.createTempDirectory(parent, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text of a file; empty if there is no such file. */
  public static String textOf(Path file) {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the path of a log file. */
  public static Path log(String name) {
    return TARGET.resolve("it-logs").resolve(name + ".log");
  }

  /** Returns the path of a log file and deletes the old file. */
  public static Path freshLog(String name) {
    try {
      Path log = log(name);
      Files.createDirectories(log.getParent());
      Files.deleteIfExists(log);
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a free port that no other caller got, in this test process and in those beside it.
   *
   * <p>The port is below the system's ephemeral ports, so that no connection takes it before the
   * caller uses it.
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
        // The port is in use: try another one.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Copies a directory with its content. */
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
   * Returns a shipped file.
   *
   * @param property the system property with the file's path
   */
  public static Path shipped(String property) {
    Path path = given(property);
    if (!Files.isRegularFile(path)) {
      throw new IllegalStateException(path + " is not there; build it first");
    }
    return path;
  }

  /** Returns the file or directory that a system property names. */
  public static Path given(String property) {
    String given = System.getProperty(property);
    if (given == null) {
      throw new IllegalStateException("System property " + property + " must name a path");
    }
    return Path.of(given).toAbsolutePath().normalize();
  }
}
