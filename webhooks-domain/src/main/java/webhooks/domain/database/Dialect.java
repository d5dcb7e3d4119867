package webhooks.domain.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The differences between the two databases that the product's SQL must know.
 *
 * <p>This class has the parts of SQL that several classes need. A statement that only one class
 * needs is in that class.
 */
public enum Dialect {
  /** H2 in this process, which serves no other. It is for one node. */
  H2("h2", "varbinary") {
    @Override
    public String upsert(Upsert upsert) {
      return """
      merge into %1$s using (%2$s) as excluded(%3$s) on %4$s
      when matched then update set %5$s
      when not matched then insert (%3$s) values (%6$s)
      """
          .formatted(
              upsert.table(),
              upsert.rows(),
              String.join(", ", upsert.columns()),
              upsert.keys().stream()
                  .map(key -> upsert.table() + "." + key + " = excluded." + key)
                  .collect(Collectors.joining(" and ")),
              upsert.change(),
              "excluded." + String.join(", excluded.", upsert.columns()));
    }

    /**
     * Repeats the statement after another transaction has inserted one of its rows. H2 then fails
     * instead of an update, if the other transaction commits after the statement has looked for its
     * rows. It undoes the statement, and the transaction stays usable. The next try finds the row.
     */
    @Override
    public void executeUpsert(PreparedStatement upsert) throws SQLException {
      for (int tries = 1; ; tries++) {
        try {
          upsert.executeUpdate();
          return;
        } catch (SQLException e) {
          if (tries == MAX_UPSERTS || !KEY_EXISTS.equals(e.getSQLState())) {
            throw e;
          }
        }
      }
    }
  },

  /** PostgreSQL, for any number of nodes. */
  POSTGRESQL("postgresql", "bytea") {
    @Override
    public String upsert(Upsert upsert) {
      return "insert into %s (%s) %s on conflict (%s) do update set %s"
          .formatted(
              upsert.table(),
              String.join(", ", upsert.columns()),
              upsert.rows(),
              String.join(", ", upsert.keys()),
              upsert.change());
    }

    @Override
    public void executeUpsert(PreparedStatement upsert) throws SQLException {
      upsert.executeUpdate();
    }
  };

  /**
   * A statement that inserts rows, or updates the rows whose key exists already.
   *
   * @param keySize the number of columns of the key
   * @param columns the columns of the rows, the key first
   * @param rows the query of the rows
   * @param change the assignments of the update; {@code excluded} is the row of the query
   */
  public record Upsert(
      String table, int keySize, List<String> columns, String rows, String change) {
    /** Creates a statement for a table whose key is one column. */
    public Upsert(String table, List<String> columns, String rows, String change) {
      this(table, 1, columns, rows, change);
    }

    private List<String> keys() {
      return columns.subList(0, keySize);
    }
  }

  /** A third try is needed only if the row is deleted and inserted again meanwhile. */
  private static final int MAX_UPSERTS = 5;

  /** The SQLSTATE of an insert whose key exists. */
  private static final String KEY_EXISTS = "23505";

  private final String folder;
  private final String bytesType;

  Dialect(String folder, String bytesType) {
    this.folder = folder;
    this.bytesType = bytesType;
  }

  /** Returns the folder of the migrations for this database alone. */
  public String folder() {
    return folder;
  }

  /** Returns the SQL type of bytes, as the elements of an array. */
  public String bytesType() {
    return bytesType;
  }

  /** Returns whether the database runs in this process, with its files in the data directory. */
  public boolean isEmbedded() {
    return this == H2;
  }

  /**
   * Returns whether finished deliveries and attempts are in partitions, which are dropped as a
   * whole.
   */
  public boolean hasPartitions() {
    return this == POSTGRESQL;
  }

  /**
   * Returns the end of an insert that leaves out rows whose key exists. H2 has no such clause, so
   * the insert must look for the keys itself. There it fails if another transaction inserts the
   * same key at the same moment.
   */
  public String onConflictDoNothing() {
    return this == H2 ? "" : " on conflict do nothing";
  }

  /**
   * Returns the end of a query that locks its rows and leaves out locked rows. On H2 the query
   * locks no row, because H2 would lock each row that matches.
   */
  public String skipLocked() {
    return this == H2 ? "" : " for update skip locked";
  }

  /** Returns the statement that inserts or updates rows, for {@link #executeUpsert}. */
  public abstract String upsert(Upsert upsert);

  /**
   * Executes a statement of {@link #upsert}. Transactions that insert the same row at the same time
   * wait for each other, and all but the first one update it.
   */
  public abstract void executeUpsert(PreparedStatement upsert) throws SQLException;
}
