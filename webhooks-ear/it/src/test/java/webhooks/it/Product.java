package webhooks.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The shipped {@code webhooks.jar}, run as its own process with settings as environment variables.
 *
 * <p>Settings, ports and data stay the same from one start to the next. The process ends with this
 * JVM at the latest.
 */
final class Product implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final Map<String, String> settings = new TreeMap<>();
  private final List<String> javaOptions = new ArrayList<>(List.of("-Xmx512m"));
  private final int port = Places.freePort();
  private final Path data;
  private final Path temporary;
  private final Path log;
  private Process process;

  Product(String name) {
    this.name = name;
    this.data = Places.freshDirectory(name);
    this.temporary = Places.freshDirectory(name + "-tmp");
    this.log = Places.freshLog(name);
    with("webhooks.http.port", Integer.toString(port));
    with("webhooks.data.dir", data.resolve("data").toString());
    javaOptions.add("-Djava.io.tmpdir=" + temporary);
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
  }

  /** Sets a setting for the next start; null takes it away. */
  Product with(String key, String value) {
    String variable = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    if (value == null) {
      settings.remove(variable);
    } else {
      settings.put(variable, value);
    }
    return this;
  }

  /** Adds an option of the Java virtual machine for the next start. */
  Product withJava(String option) {
    javaOptions.add(option);
    return this;
  }

  /** Starts the process and waits until its API answers. */
  Product start() {
    Instant begin = Instant.now();
    launch();
    Api api = api();
    while (!answers(api)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            name + " ended with " + process.exitValue() + " at start; its log ends:\n" + logTail());
      }
      if (Instant.now().isAfter(begin.plus(START_LIMIT))) {
        destroy();
        throw new IllegalStateException(name + " did not start; its log ends:\n" + logTail());
      }
      pause();
    }
    Progress.say(
        "%s: up after %.1f s on port %d",
        name, Duration.between(begin, Instant.now()).toMillis() / 1000.0, port);
    return this;
  }

  /** Starts the process and waits until it ends by itself; returns its exit code. */
  int startsAndEnds() {
    launch();
    try {
      if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        destroy();
        throw new IllegalStateException(name + " went on running; its log ends:\n" + logTail());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** Kills the process as {@code kill -9} does. */
  Instant kill9() {
    Instant killed = Instant.now();
    destroy();
    Progress.say("%s: killed", name);
    return killed;
  }

  /** Asks the process to end (SIGTERM) and waits for that. */
  void stop() {
    if (process == null || !process.isAlive()) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " did not stop; its log ends:\n" + logTail());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      destroy();
    }
    Progress.say("%s: stopped", name);
  }

  @Override
  public void close() {
    stop();
  }

  Api api() {
    return new Api(URI.create("http://127.0.0.1:" + port));
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** Everything the process printed, in all its starts. */
  String log() {
    try {
      return Files.exists(log) ? new String(Files.readAllBytes(log), UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(List.of("-jar", Places.shipped("webhooks.jar").toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(data.toFile());
    builder.environment().keySet().removeIf(Product::isSetting);
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSetting(String variable) {
    return variable.startsWith("WEBHOOKS_") || variable.startsWith("MP_JWT_");
  }

  private static boolean answers(Api api) {
    try {
      return api.get("/webhooks/" + UUID.randomUUID()).send().status() == 401;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(250);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void destroy() {
    if (process != null && process.isAlive()) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private String logTail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
