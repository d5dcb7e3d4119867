package webhooks.it.harness.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.selection.RunSettings;

/**
 * What is shipped, running on one of its servers as its own process, with settings as environment
 * variables.
 *
 * <p>Settings, ports and data stay the same from one start to the next. The process ends with this
 * JVM at the latest. A server's own class knows only how it is started.
 */
public abstract class Product implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  /** The log line of a server that runs without the application. */
  private static final Pattern GIVEN_UP =
      Pattern.compile("Exception while loading the app\\|#]|WFLYSRV0026");

  /** Halves the CPU time of a start, the longest part of a suite. */
  public static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

  private final String name;
  private final Map<String, String> settings = new TreeMap<>();
  private final List<String> javaOptions = new ArrayList<>(List.of("-Xmx512m", FIRST_COMPILER));
  private final int port = Places.freePort();
  private final Path directory;
  private final Path log;
  private Optional<Path> servers = Optional.empty();
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

  /** Writes the server's own configuration from the settings; the jar has none. */
  public void setUp() {}

  /** The directory of what {@link #setUp} writes. */
  public Path configuration() {
    return directory;
  }

  /** Returns whether the log has the steps of a shutdown. */
  public boolean logsShutdown() {
    return true;
  }

  /** Where the server listens for who manages it, whatever the settings. */
  public List<String> managementAddresses() {
    return List.of();
  }

  /**
   * Starts the server in the foreground.
   *
   * @return the process whose end is the server's end
   */
  abstract Process launch();

  /** The server's own process, in case {@link #launch} had to start it by another. */
  public ProcessHandle server() {
    return process.toHandle();
  }

  /** Sets a setting for the next start; null removes it. */
  public final Product with(String key, String value) {
    settings.compute(variable(key), (variable, before) -> value);
    return this;
  }

  /** Returns the value that a setting was given, or null. */
  public final String setting(String key) {
    return settings.get(variable(key));
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** Takes what belongs to a server, from the next set-up on, from this directory. */
  public final Product setUpFrom(Path directory) {
    servers = Optional.of(directory);
    return this;
  }

  /** The directory of the set-up scripts, the EAR and what goes with it. */
  public final Path servers() {
    return servers.orElseGet(() -> Places.given("webhooks.it.servers"));
  }

  /** Adds an option of the server's Java virtual machine for the next start. */
  public final Product withJava(String option) {
    javaOptions.add(option);
    return this;
  }

  /**
   * Has the server compile as it does where it is shipped to, for what runs long or is measured.
   */
  public final Product withFullCompiler() {
    javaOptions.remove(FIRST_COMPILER);
    return this;
  }

  /** Starts the process unless it runs, and waits until its API answers. */
  public final Product start() {
    Instant begin = Instant.now();
    int logged = log().length();
    if (!isRunning()) {
      setUp();
      process = launch();
    }
    try {
      await(name + " to answer")
          .atMost(START_LIMIT)
          .pollInterval(Duration.ofMillis(250))
          .failFast(
              name + " ended or runs without the application",
              () -> !process.isAlive() || GIVEN_UP.matcher(log()).find(logged))
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

  /** Kills the process as {@code kill -9} does. */
  public final Instant kill9() {
    Instant killed = Instant.now();
    destroy();
    Progress.say("%s: killed", name);
    return killed;
  }

  /** Restarts the services in their process, or stops the server. {@link #start} then waits. */
  public void reload() {
    stop();
  }

  /** Asks the process to end (SIGTERM) and waits for that. */
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

  private boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public final void close() {
    stop();
  }

  public final Api api() {
    return api(URI.create("http://127.0.0.1:" + port));
  }

  /** Returns the API of the server's health checks. */
  public Api health() {
    return Api.undescribed(URI.create("http://127.0.0.1:" + port));
  }

  /** The API at this address. */
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

  /** Everything the process printed, in all its starts. */
  public final String log() {
    try {
      return Files.exists(log) ? new String(Files.readAllBytes(log), UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory of this product alone, for the server's files and the data. */
  public final Path directory() {
    return directory;
  }

  final List<String> javaOptions() {
    return List.copyOf(javaOptions);
  }

  /** Starts a command with the settings as its environment; what it prints goes to the log. */
  public final Process run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(WEBHOOKS|MP_JWT)_.*"));
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command as {@link #run} does, and waits until it has ended well. */
  final void runToCompletion(List<String> command) {
    try {
      if (run(command).waitFor() != 0) {
        throw new IllegalStateException(name + " could not be set up; its log ends:\n" + logTail());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends what was started by scripts, too. */
  private void destroy() {
    if (process != null) {
      List<ProcessHandle> family =
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      family.forEach(ProcessHandle::destroyForcibly);
      family.forEach(member -> member.onExit().join());
    }
  }

  private String logTail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
