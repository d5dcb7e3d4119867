package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.settings.NodeSettings;

/** Each table moves with its account, or is one of those that do not. */
@OnEveryDatabase
class MovedTablesTest {
  /** They are of an installation, are counted there, or end by themselves. */
  private static final List<String> STAY =
      List.of(
          "account_hold",
          "alert_confirmation",
          "alert_request",
          "erasure",
          "filtered_events",
          "node",
          "node_figures",
          "operational_state",
          "portal_session",
          "webhook_owner",
          "webhook_pause",
          "webhook_throttle",
          "webhook_version",
          "webhooks_schema_history");

  /** They are of the partitions. */
  private static final List<String> STAY_ON_POSTGRES = List.of("event_border", "history_partition");

  private final TestDatabase database;

  MovedTablesTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void eachTableIsMovedOrStays() {
    boolean postgres = database.database().dialect() == Dialect.POSTGRESQL;
    String tables =
        postgres
            ? "select relname as name from pg_class where relkind in ('r', 'p')"
                + " and not relispartition and relnamespace = 'public'::regnamespace"
            : "select table_name as name from information_schema.tables"
                + " where table_schema = 'PUBLIC' and table_type = 'BASE TABLE'";
    Stream<String> moved = Stream.of(MovedTable.values()).map(MovedTable::tableName);
    Stream<String> stay =
        Stream.concat(STAY.stream(), postgres ? STAY_ON_POSTGRES.stream() : Stream.empty());

    assertThat(new Installation(database, NodeSettings.KEY).rows(tables))
        .extracting(row -> row.get("name").toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(moved, stay).toList());
  }
}
