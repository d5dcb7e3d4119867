package webhooks.it.harness.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.selection.RunSettings;

/**
 * Runs the product on one of its servers as a process, with its settings as environment variables.
 *
 * <p>Settings, ports and data survive a restart. The process ends with this JVM at the latest.
 */
public abstract class Product implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** Three times the nine seconds that docs/install.md promises: the machine may be busy. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  /** Halves the CPU time of a start, the longest part of a suite. */
  public static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

  private final String name;
  private final Map<String, String> settings = new TreeMap<>();

  private final List<String> javaOptions =
      new ArrayList<>(List.of("-Xmx512m", FIRST_COMPILER, "-enableassertions:webhooks..."));
  private final int port = Places.freePort();
  private final Path directory;
  private final Path log;
  private Optional<Path> servers = Optional.empty();
  private Optional<Api> other = Optional.empty();
  private Process process;

  public Product(String name) {
    this.name = name;
    this.directory = Places.freshDirectory(name);
    this.log = Places.freshLog(name);
    with("webhooks.http.port", Integer.toString(port));
    with("webhooks.data.dir", directory.resolve("data").toString());
    withJava("-Djava.io.tmpdir=" + Places.freshDirectory(name + "-tmp"));
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
  }

  /** Prepares a product on the server of this run. */
  public static Product named(String name) {
    return on(RunSettings.server(), name);
  }

  /** Prepares a product on this server. */
  public static Product on(String server, String name) {
    return switch (server) {
      case "micro" -> new Micro(name);
      case "payara" -> new Payara(name);
      case "wildfly" -> new WildFly(name);
      default -> throw new IllegalArgumentException("No server is called " + server);
    };
  }

  /** Writes the server's configuration from the settings. The jar needs none. */
  public void setUp() {}

  /** Returns the directory that {@link #setUp} writes to. */
  public Path configuration() {
    return directory;
  }

  /** Returns whether the log shows the shutdown. */
  public boolean logsShutdown() {
    return true;
  }

  /** Returns the management addresses of the server, which no setting changes. */
  public List<String> managementAddresses() {
    return List.of();
  }

  /** Starts the server in the foreground. Returns the process whose end is the server's end. */
  abstract Process launch();

  /**
   * Returns the server's process, which may be a child of the process that {@link #launch} started.
   */
  public ProcessHandle server() {
    return process.toHandle();
  }

  /** Changes a setting for the next start. Null removes it. */
  public final Product with(String key, String value) {
    settings.compute(variable(key), (variable, before) -> value);
    return this;
  }

  /** Returns the value of a setting, or null. */
  public final String setting(String key) {
    return settings.get(variable(key));
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** Uses the set-up scripts and the EAR in this directory from the next set-up on. */
  public final Product setUpFrom(Path directory) {
    servers = Optional.of(directory);
    return this;
  }

  /** Returns the directory of the set-up scripts and the EAR. */
  public final Path servers() {
    return servers.orElseGet(() -> Places.given("webhooks.it.servers"));
  }

  /** Adds a JVM option for the next start. */
  public final Product withJava(String option) {
    javaOptions.add(option);
    return this;
  }

  /** Enables all compilers of the JVM, for measurements. The second one takes a core for long. */
  public final Product withFullCompiler() {
    javaOptions.remove(FIRST_COMPILER);
    return this;
  }

  /** Starts the process unless it runs, and waits until the API answers. */
  public final Product start() {
    Instant begin = Instant.now();
    int logged = log().length();
    if (!isRunning()) {
      startWithoutWaiting();
    }
    try {
      await(name + " to answer")
          .atMost(START_LIMIT)
          .pollInterval(Duration.ofMillis(250))
          .failFast(name + " ended or runs without the application", () -> hasGivenUp(logged))
          .until(() -> api().isAvailable());
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      destroy();
      throw new IllegalStateException(name + " did not start; its log ends:\n" + logTail(), e);
    }
    Progress.say(
        "%s: up after %.1f s on port %d",
        name, Duration.between(begin, Instant.now()).toMillis() / 1000.0, port);
    return this;
  }

  final void startWithoutWaiting() {
    setUp();
    process = launch();
  }

  final boolean hasGivenUp(int logged) {
    return !process.isAlive() || RefusedStart.isIn(log().substring(logged));
  }

  /** Kills the process by SIGKILL. */
  public final Instant kill9() {
    Instant killed = Instant.now();
    destroy();
    Progress.say("%s: killed", name);
    return killed;
  }

  /**
   * Reloads the services in the running process, or stops the server. {@link #start} must follow.
   */
  public void reload() {
    stop();
  }

  /** Stops the process by SIGTERM and waits for its end. */
  public final void stop() {
    if (!isRunning()) {
      return;
    }
    server().destroy();
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

  public final boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public final void close() {
    stop();
  }

  public final Api api() {
    return other.orElseGet(() -> api(URI.create("http://127.0.0.1:" + port)));
  }

  /** Serves HTTPS alone from the next start; {@link #api()} is this API. */
  public final void withoutHttp(Api https) {
    with("webhooks.http.port", "off");
    other = Optional.of(https);
  }

  /** Returns the API of the server's health checks. */
  public Api health() {
    return Api.undescribed(URI.create("http://127.0.0.1:" + port));
  }

  /** Returns the API at this address. */
  public Api api(URI address) {
    return new Api(address);
  }

  public final String name() {
    return name;
  }

  public final int port() {
    return port;
  }

  public final long pid() {
    return server().pid();
  }

  /** Returns the output of the process since its first start. */
  public final String log() {
    return Places.textOf(log);
  }

  /** Returns the lines about attempts since the first start. */
  public String attemptLog() {
    return log();
  }

  /** Returns the directory of the server's files and the data. */
  public final Path directory() {
    return directory;
  }

  final List<String> javaOptions() {
    return List.copyOf(javaOptions);
  }

  /** Starts a command with the settings as environment variables. Its output goes to the log. */
  public final Process run(List<String> command) {
    ProcessBuilder builder = Command.withoutSettings(directory, command);
    builder.environment().putAll(settings);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command as {@link #run} does, and waits for its success. */
  final void runToCompletion(List<String> command) {
    if (run(command).onExit().join().exitValue() != 0) {
      throw new IllegalStateException(name + " could not be set up; its log ends:\n" + logTail());
    }
  }

  /** Also kills the processes that scripts started. */
  private void destroy() {
    if (process != null) {
      ProcessTree.kill(process);
    }
  }

  private String logTail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
