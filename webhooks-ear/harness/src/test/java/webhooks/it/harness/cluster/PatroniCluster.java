package webhooks.it.harness.cluster;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.receiver.Authority;

/**
 * Runs PostgreSQL on two members that Patroni controls, with a synchronous standby, etcd and TLS.
 *
 * <p>Needs Debian's packages patroni, etcd-server and postgresql.
 */
public final class PatroniCluster implements AutoCloseable {
  private final Authority authority = new Authority();
  private final Etcd etcd;
  private final PatroniMember first;
  private final PatroniMember second;

  /** Starts a cluster whose primary is the first member. */
  public PatroniCluster(String name) {
    etcd = new Etcd(name + "-etcd");
    first = new PatroniMember(name + "-1", etcd, authority.serverFiles());
    second = new PatroniMember(name + "-2", etcd, authority.serverFiles());
    first.start().awaitPrimary();
    second.start().awaitSynchronousStandby();
  }

  /** Returns the member that is the primary at the start. */
  public PatroniMember first() {
    return first;
  }

  /** Returns the other member. */
  public PatroniMember second() {
    return second;
  }

  /** Creates a database, whose URL names both members and verifies them. */
  public Database create(String database) {
    try (Connection connection = connect(first);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE probe (id int)");
      statement.execute("CREATE DATABASE \"" + database + "\"");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Database(
        "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/%s?sslmode=verify-full&sslrootcert=%s"
            .formatted(first.port(), second.port(), database, authority.pem()));
  }

  /** Waits until the member answers a write. Returns when it did. */
  public Instant awaitAccepting(PatroniMember member) {
    await(member.name() + " to accept writes, see its log")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> acceptsWrite(member));
    Instant accepting = Instant.now();
    Progress.say("%s: accepts writes", member.name());
    return accepting;
  }

  private static boolean acceptsWrite(PatroniMember member) throws SQLException {
    try (Connection connection = connect(member);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW transaction_read_only")) {
      if (result.next() && result.getString(1).equals("on")) {
        // A write here would put into the log what the tests look for.
        return false;
      }
      return statement.executeUpdate("INSERT INTO probe VALUES (1)") == 1;
    }
  }

  /**
   * Makes the standby the primary, as an operator does before maintenance. Returns when it began.
   */
  public Instant switchOver(PatroniMember from, PatroniMember to) {
    Instant begin = Instant.now();
    ForeignProcess.run(
        List.of(
            "patronictl",
            "-c",
            from.configuration().toString(),
            "switchover",
            "--leader",
            from.name(),
            "--candidate",
            to.name(),
            "--force"));
    Progress.say("switched over from %s to %s", from.name(), to.name());
    return begin;
  }

  @Override
  public void close() {
    first.kill9();
    second.kill9();
    etcd.close();
  }

  private static Connection connect(PatroniMember member) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + member.port() + "/postgres?socketTimeout=5";
    return DriverManager.getConnection(url, Database.USER, Database.PASSWORD);
  }
}
