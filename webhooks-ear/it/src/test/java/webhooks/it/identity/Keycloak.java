package webhooks.it.identity;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.server.ProcessTree;
import webhooks.it.harness.server.Product;

/**
 * Runs a Keycloak distribution with its own H2 as token issuer.
 *
 * <p>Port and data survive a restart. The processes end with this JVM at the latest.
 */
public final class Keycloak implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String ADMINISTRATOR = "admin";
  private static final String TIME = "yyyy-MM-dd HH:mm:ss,SSS";

  private final String name;
  private final Path data;
  private final Path log;
  private final URI base = URI.create("http://127.0.0.1:" + Places.freePort());
  private final String password = Secrets.random();
  private final int httpsPort = Places.freePort();

  /** The directory of {@code server.pem} and {@code server.key}, if it also serves HTTPS. */
  private Optional<Path> certificate = Optional.empty();

  private Process process;

  /** Prepares a server without starting it. */
  public Keycloak(String name) {
    this.name = name;
    this.data = Places.freshDirectory(name);
    this.log = Places.freshLog(name);
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
  }

  /** Serves HTTPS too, with {@code server.pem} and {@code server.key} of this directory. */
  Keycloak withHttps(Path directory) {
    certificate = Optional.of(directory);
    return this;
  }

  /** Starts the process and waits until it answers. */
  public Keycloak start() {
    ProcessBuilder builder = new ProcessBuilder(command());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m " + Product.FIRST_COMPILER);
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", password);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // The first start writes to the distribution, which all suites share.
    Path lock = Places.given("webhooks.it.keycloak").resolve("webhooks-it.lock");
    try (FileChannel file = FileChannel.open(lock, CREATE, WRITE)) {
      file.lock();
      process = builder.start();
      awaitAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Progress.say("%s: up at %s", name, base);
    return this;
  }

  private void awaitAnswer() {
    await(name + " to answer, see " + log)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(250))
        .failFast(name + " ended, see " + log, () -> !process.isAlive())
        .ignoreException(UncheckedIOException.class)
        .until(() -> api().get("/realms/master").send().status() == 200);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Places.given("webhooks.it.keycloak").resolve("bin/kc.sh").toString());
    command.add("start-dev");
    command.add("--hostname=" + base);
    command.add("--http-host=127.0.0.1");
    command.add("--http-port=" + base.getPort());
    command.add("--http-access-log-enabled=true");
    command.add("--db=dev-file");
    command.add("--db-url=jdbc:h2:file:" + data.resolve("keycloak") + ";NON_KEYWORDS=VALUE");
    certificate.ifPresent(
        directory -> {
          command.add("--https-port=" + httpsPort);
          command.add("--https-certificate-file=" + directory.resolve("server.pem"));
          command.add("--https-certificate-key-file=" + directory.resolve("server.key"));
        });
    return command;
  }

  /** Stops the server by SIGTERM and waits for its end. */
  void stop() {
    if (process == null || !process.isAlive()) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " did not end, see " + log);
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

  URI base() {
    return base;
  }

  /** Returns the URL of the server over HTTPS. */
  URI httpsBase() {
    return URI.create("https://127.0.0.1:" + httpsPort);
  }

  Api api() {
    return Api.undescribed(base);
  }

  /** Returns a token of Keycloak's administrator, valid for a minute. */
  String administrator() {
    return api()
        .post("/realms/master/protocol/openid-connect/token")
        .form(
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                ADMINISTRATOR,
                "password",
                password))
        .send()
        .is(200)
        .json()
        .getString("access_token");
  }

  /** Returns the times at which this path was read, from the server's log. */
  List<LocalDateTime> timesOfReads(String path) {
    DateTimeFormatter format = DateTimeFormatter.ofPattern(TIME);
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("\"GET " + path + " HTTP"))
          .map(line -> LocalDateTime.parse(line.substring(0, TIME.length()), format))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also stops the processes that the start script started. */
  private void destroy() {
    if (process != null) {
      ProcessTree.kill(process);
    }
  }
}
