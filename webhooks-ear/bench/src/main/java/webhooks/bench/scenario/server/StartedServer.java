package webhooks.bench.scenario.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import webhooks.it.harness.Places;
import webhooks.it.harness.server.Micro;
import webhooks.it.harness.server.ProcessTree;

/** A server with the options of Java of the product. Closing it kills its process. */
final class StartedServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Process process;
  private final Thread end;
  private final int port;
  private double seconds;

  private StartedServer(Process process, int port) {
    this.process = process;
    this.port = port;
    end = new Thread(() -> ProcessTree.kill(process));
    Runtime.getRuntime().addShutdownHook(end);
  }

  /**
   * Starts a server on a free port, and waits until it is ready.
   *
   * @param readiness whether it is, by its port and its log
   * @param arguments the arguments of Java, without the port
   */
  static StartedServer start(
      String name, BiPredicate<Integer, Path> readiness, List<String> arguments) {
    int port = Places.freePort();
    Path directory = Places.freshDirectory(name);
    Path log = Places.freshLog(name);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Djava.io.tmpdir=" + directory));
    command.addAll(Micro.SHIPPED_OPTIONS);
    command.addAll(arguments);
    command.addAll(List.of("--port", Integer.toString(port)));
    long begin = System.nanoTime();
    StartedServer server = new StartedServer(launch(directory, command, log), port);
    try {
      server.await(() -> readiness.test(port, log));
      server.seconds = (System.nanoTime() - begin) / 1e9;
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static Process launch(Path directory, List<String> command, Path log) {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(BooleanSupplier readiness) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!readiness.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        throw new IllegalStateException("The server did not start");
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** Returns the time from the start to readiness. */
  double seconds() {
    return seconds;
  }

  @Override
  public void close() {
    ProcessTree.kill(process);
    Runtime.getRuntime().removeShutdownHook(end);
  }
}
