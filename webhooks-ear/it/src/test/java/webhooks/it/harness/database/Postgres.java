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
import java.util.List;
import java.util.stream.Stream;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;

/**
 * A real PostgreSQL that writes to disk as in production, and can be stopped and started again.
 *
 * <p>Port and data stay the same. Ends with this JVM at the latest.
 */
public final class Postgres implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static Postgres shared;

  private final String name;
  private final Path directory;
  private final int port = Places.freePort();
  private EmbeddedPostgres server;

  public Postgres(String name) {
    this.name = name;
    this.directory = Places.freshDirectory(name);
  }

  /** The one server that all suites use which don't stop it. */
  public static synchronized Postgres shared() {
    if (shared == null) {
      shared = new Postgres("postgres").start();
    }
    return shared;
  }

  /** Starts the server, on the data it had if it ran before. */
  public Postgres start() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory)
              .setCleanDataDirectory(false)
              .setPort(port)
              // The library starts it with -F, which these override.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("max_connections", "200")
              // Statistics show running statements with their whole text.
              .setServerConfig("track_activity_query_size", "16384")
              .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
              .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
              // Ten seconds without it, which a busy machine may need.
              .setPGStartupWait(LIMIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Progress.say("%s: up on port %d", name, port);
    return this;
  }

  /** Stops the server as an administrator does: sessions are ended at once, data is kept. */
  public void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The library waits for five seconds, and then says nothing.
    await(name + " to stop")
        .atMost(LIMIT)
        .until(() -> !Files.exists(directory.resolve("postmaster.pid")));
    Progress.say("%s: stopped", name);
  }

  /** Has all its processes stand still: sessions stay open, and nothing is answered. */
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
    // The first process before the processes that it would start again.
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
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE \"" + database + "\"");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + database);
  }

  public int port() {
    return port;
  }

  /** Where its files are. */
  public Path directory() {
    return directory;
  }

  /** The process id of the server's first process. */
  public long pid() {
    try {
      return Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
