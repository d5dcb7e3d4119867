package webhooks.bench.scenario.throughput;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import webhooks.bench.load.Installation;
import webhooks.bench.measure.DatabaseCounters;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;
import webhooks.it.harness.database.Database;

/** Measures {@code end-to-end} while another session holds a snapshot, as a dump does. */
public final class HeldSnapshot implements Scenario {
  @Override
  public List<Result> run(Run run) {
    double reference = run.endToEnd().rate();
    try (Installation installation = Installation.onPostgres("held-snapshot");
        Connection holder =
            DriverManager.getConnection(
                installation.database().url(), Database.USER, Database.PASSWORD);
        Statement statement = holder.createStatement()) {
      statement.execute("begin isolation level repeatable read");
      statement.execute("select 1");
      Throughput.Load load =
          Throughput.Load.ofOneWebhook(run, installation).lasting(run.seconds(600, 20));
      Throughput throughput = Throughput.measure(installation, load);
      double dead = DatabaseCounters.deadTuples(installation.database());
      statement.execute("rollback");
      return List.of(
          throughput
              .result("held-snapshot")
              .comparedTo(reference)
              .ratioAtLeast(0.8)
              .with(Map.of("dead-rows", dead)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
