package webhooks.domain.delivery.history.chart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;

/**
 * A query that reads a bounded number of rows for each of many webhooks.
 *
 * <p>PostgreSQL runs it once for all of them. H2 has no lateral joins, so it runs the query for
 * each webhook.
 *
 * @param sql a query of rows {@code w} of the table {@code webhook}. A subquery names the webhook
 *     as {@code {id}}, and a join with such a subquery has the word {@code {lateral}} before it.
 *     The last parameter of the query is an array of ids
 */
public record PerWebhook(String sql) {
  /** Sets the parameters before the last one. */
  @FunctionalInterface
  public interface Parameters {
    /** No parameters. */
    Parameters NONE = select -> 0;

    /** Sets parameters and returns how many there are. */
    int set(PreparedStatement select) throws SQLException;
  }

  /** Reads a row. */
  @FunctionalInterface
  public interface RowReader {
    /** Reads the present row. */
    void read(ResultSet row) throws SQLException;
  }

  /** Runs the query for these webhooks. */
  public void run(
      Connection connection,
      Dialect dialect,
      Collection<UUID> webhookIds,
      Parameters parameters,
      RowReader reader)
      throws SQLException {
    if (dialect == Dialect.POSTGRESQL) {
      run(connection, sql("w.id", "lateral"), webhookIds, parameters, reader);
      return;
    }
    for (UUID id : webhookIds) {
      run(connection, sql("cast('" + id + "' as uuid)", ""), List.of(id), parameters, reader);
    }
  }

  private String sql(String id, String lateral) {
    return sql.replace("{id}", id).replace("{lateral}", lateral);
  }

  private static void run(
      Connection connection,
      String sql,
      Collection<UUID> webhookIds,
      Parameters parameters,
      RowReader reader)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      SqlArrays.set(select, parameters.set(select) + 1, "uuid", webhookIds.toArray());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }
}
