package webhooks.it.resilience.outage;

import org.junit.jupiter.api.Test;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.OnPostgres;

/** The disk of PostgreSQL is full. Its supervisor starts it again if it has ended. */
@OnPostgres
class PostgresFullDiskIT {
  private static final int DISK = 256;

  @Test
  void nodeServesAgainWhenTheDiskHasSpace() throws Exception {
    Postgres postgres =
        new Postgres("full-postgres").with("min_wal_size", "32MB").with("max_wal_size", "64MB");
    postgres.start();
    try (TestEnvironment environment =
        TestEnvironment.onPostgres("full-postgres", postgres, new OwnBroker())) {
      postgres.stop();
      try (PostgresOnSmallDisk small = new PostgresOnSmallDisk(postgres, DISK)) {
        small.start();
        environment.start();

        // PostgreSQL still answers what needs no space, so the node may stay ready.
        new FullDisk(environment, small.disk()).assertServesAgain(() -> {}, small::start);
        environment.product().stop();
      }
    }
  }
}
