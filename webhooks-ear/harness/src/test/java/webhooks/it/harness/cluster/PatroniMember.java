package webhooks.it.harness.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;

/**
 * One machine of a {@link PatroniCluster}: Patroni and the PostgreSQL that it controls.
 *
 * <p>Patroni starts PostgreSQL as a daemon, so that process is found by the file with its id.
 */
public final class PatroniMember {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();
  private final String name;
  private final int port = Places.freePort();
  private final int restPort = Places.freePort();
  private final Path directory;
  private final ForeignProcess patroni;

  /**
   * Creates a member that is not started.
   *
   * @param tls has its certificate and the key
   */
  PatroniMember(String name, Etcd etcd, Path tls) {
    this.name = name;
    this.directory = Places.freshDirectory(name);
    try {
      Files.writeString(configuration(), yaml(etcd, tls));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.patroni = new ForeignProcess(name, command());
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
  }

  /** PostgreSQL refuses to run as root, so root runs it in a namespace of another user. */
  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "--user"));
    }
    command.addAll(List.of("patroni", configuration().toString()));
    return command;
  }

  /** Returns the configuration that operators use, with addresses of this machine. */
  private String yaml(Etcd etcd, Path tls) {
    return DocumentedFile.read("patroni.yml")
        .with("name: db1", "name: " + name)
        .with("10.0.0.11:8008", "127.0.0.1:" + restPort)
        .with("10.0.0.11:5432", "127.0.0.1:" + port)
        .with("10.0.0.21:2379,10.0.0.22:2379,10.0.0.23:2379", String.join(",", etcd.addresses()))
        // The shortest time that Patroni allows.
        .with("ttl: 30", "ttl: 20")
        .with("loop_wait: 10", "loop_wait: 2")
        .with("retry_timeout: 10", "retry_timeout: 3")
        .with("/var/lib/postgresql/17/", directory + "/")
        .with("/usr/lib/postgresql/17/bin", Places.given("webhooks.it.postgresql").toString())
        .with("/etc/patroni/server.pem", tls.resolve("server.pem").toString())
        .with("/etc/patroni/server.key", tls.resolve("server.key").toString())
        .with(
            "ssl: \"on\"",
            """
            ssl: "on"
                unix_socket_directories: ''
                shared_preload_libraries: pg_stat_statements""")
        .with("{username: patroni}", "{username: patroni, password: patroni}")
        .with("username: replicator", "username: postgres")
        .with(
            "hostssl webhooks webhooks 10.0.0.0/24 scram-sha-256",
            "hostssl all all 127.0.0.1/32 trust")
        .with(
            "hostssl replication replicator 10.0.0.0/24 scram-sha-256",
            "hostssl replication all 127.0.0.1/32 trust")
        .with(
            "hostssl all postgres 10.0.0.0/24 scram-sha-256", "hostssl all all 127.0.0.1/32 trust")
        .with("mode: required", "mode: \"off\"")
        .text();
  }

  /** Starts Patroni, which creates the database or copies the one of the primary if it is new. */
  public PatroniMember start() {
    patroni.start();
    Progress.say("%s: started", name);
    return this;
  }

  /** Kills Patroni and PostgreSQL by SIGKILL, as a power failure does. */
  public Instant kill9() {
    Instant killed = Instant.now();
    destroy();
    Progress.say("%s: killed", name);
    return killed;
  }

  /** Pauses Patroni and PostgreSQL: connections stay open and get no answer. */
  public Instant pause() {
    Instant paused = Instant.now();
    ForeignProcess.signal("STOP", processes());
    Progress.say("%s: paused", name);
    return paused;
  }

  /** Resumes them. */
  public void resume() {
    ForeignProcess.signal("CONT", processes());
    Progress.say("%s: resumed", name);
  }

  private void destroy() {
    ForeignProcess.kill9(processes());
  }

  /** Returns all processes. Patroni comes first, because it restarts PostgreSQL. */
  private List<ProcessHandle> processes() {
    return Stream.concat(
            patroni.family(),
            postmaster().flatMap(ForeignProcess::handle).stream().flatMap(ForeignProcess::family))
        .distinct()
        .toList();
  }

  private Optional<Long> postmaster() {
    return Places.textOf(directory.resolve("webhooks/postmaster.pid"))
        .lines()
        .findFirst()
        .map(line -> Long.parseLong(line.strip()));
  }

  /** Waits until all processes have ended. */
  public void awaitEnd() {
    await(name + " to end").atMost(LIMIT).until(() -> processes().isEmpty());
  }

  /** Waits until this member is the primary. */
  public void awaitPrimary() {
    awaitRole("primary");
  }

  /** Waits until this member is the synchronous standby. */
  public void awaitSynchronousStandby() {
    awaitRole("sync");
  }

  private void awaitRole(String role) {
    await(name + " to be " + role + ", see its log")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> has(role));
    Progress.say("%s: %s", name, role);
  }

  /** Returns whether Patroni says that this member has the role. */
  private boolean has(String role) {
    URI uri = URI.create("http://127.0.0.1:" + restPort + "/" + role);
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the name of the member in the cluster. */
  public String name() {
    return name;
  }

  /** Returns the port of PostgreSQL. */
  public int port() {
    return port;
  }

  /** Returns the output of Patroni and PostgreSQL since their first start. */
  public String log() {
    return patroni.log();
  }

  Path configuration() {
    return directory.resolve("patroni.yml");
  }
}
