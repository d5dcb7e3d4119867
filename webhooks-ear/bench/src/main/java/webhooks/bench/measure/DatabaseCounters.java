package webhooks.bench.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import webhooks.it.harness.database.Database;

/** Reads PostgreSQL's statistics of a database. Knows no table of the product. */
public final class DatabaseCounters {
  private static final List<String> NAMES =
      List.of(
          "wal-bytes",
          "commits",
          "tuples-inserted",
          "tuples-updated",
          "tuples-hot-updated",
          "tuples-deleted");

  private static final String COUNTERS =
      """
      select concat_ws(' ', pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'),
        (select xact_commit from pg_stat_database where datname = current_database()),
        sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_hot_upd), sum(n_tup_del))
      from pg_stat_user_tables
      """;

  private static final String DEAD = "select sum(n_dead_tup)::text from pg_stat_user_tables";

  private static final String BYTES =
      "select sum(pg_total_relation_size(relid))::text from pg_stat_user_tables";

  private DatabaseCounters() {}

  /** Returns the counters by name: written bytes of the log, commits, changed rows. */
  public static Map<String, Long> of(Database database) {
    String[] values = database.execute(COUNTERS).get(0).split(" ");
    Map<String, Long> counters = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      counters.put(NAMES.get(i), Long.parseLong(values[i]));
    }
    return counters;
  }

  /** Returns the number of dead rows, as PostgreSQL estimates it. */
  public static long deadTuples(Database database) {
    return Long.parseLong(database.execute(DEAD).get(0));
  }

  /** Returns the size of all tables with their indexes, in bytes. */
  public static long tableBytes(Database database) {
    return Long.parseLong(database.execute(BYTES).get(0));
  }
}
