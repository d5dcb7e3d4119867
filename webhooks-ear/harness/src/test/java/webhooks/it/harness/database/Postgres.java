package webhooks.it.harness.database;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;

/**
 * Runs a real PostgreSQL that writes to disk as in production, and can stop and start again.
 *
 * <p>Port and data survive a restart. The server ends with this JVM at the latest.
 */
public final class Postgres implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static Postgres shared;

  private final String name;
  private final Path directory;
  private final int port = Places.freePort();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private EmbeddedPostgres server;

  public Postgres(String name) {
    this.name = name;
    this.directory = Places.freshDirectory(name);
  }

  /** Returns the server that suites share unless they stop it. */
  public static synchronized Postgres shared() {
    if (shared == null) {
      shared = new Postgres("postgres").start();
    }
    return shared;
  }

  /** Sets a parameter of the server before its start. */
  public Postgres with(String parameter, String value) {
    settings.put(parameter, value);
    return this;
  }

  /** Starts the server on its existing data. */
  public Postgres start() {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory)
              .setCleanDataDirectory(false)
              .setPort(port)
              // These override the library's option -F.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("max_connections", "200")
              // Shows the whole text of running statements in the statistics.
              .setServerConfig("track_activity_query_size", "16384")
              .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
              .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
              // The default is ten seconds, which is too short for a busy machine.
              .setPGStartupWait(LIMIT);
      settings.forEach(builder::setServerConfig);
      server = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Progress.say("%s: up on port %d", name, port);
    return this;
  }

  /** Stops the server in fast mode: sessions end at once, the data stays. */
  public void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The library gives up after five seconds without an error.
    await(name + " to stop")
        .atMost(LIMIT)
        .until(() -> !Files.exists(directory.resolve("postmaster.pid")));
    Progress.say("%s: stopped", name);
  }

  /** Pauses all processes: sessions stay open but get no answer. */
  public void pause() {
    signal("STOP");
    Progress.say("%s: paused", name);
  }

  /** Resumes its processes. */
  public void resume() {
    signal("CONT");
    Progress.say("%s: resumed", name);
  }

  private void signal(String signal) {
    ProcessHandle first = ProcessHandle.of(pid()).orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    // The first process restarts the others, so it gets the signal first.
    Stream.concat(Stream.of(first), first.descendants())
        .map(process -> Long.toString(process.pid()))
        .forEach(command::add);
    try {
      new ProcessBuilder(command).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Creates a database for one product. */
  public Database create(String database) {
    execute("CREATE DATABASE \"" + database + "\"");
    return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + database);
  }

  /** Drops the database of a product that has stopped. */
  public void drop(Database database) {
    String name = database.url().substring(database.url().lastIndexOf('/') + 1);
    execute("DROP DATABASE \"" + name + "\" WITH (FORCE)");
  }

  private void execute(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Returns the directory of the server's files. */
  public Path directory() {
    return directory;
  }

  /** Returns the process id of the server's first process. */
  public long pid() {
    try {
      return Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
