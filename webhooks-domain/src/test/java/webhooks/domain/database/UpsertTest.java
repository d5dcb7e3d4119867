package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect.Upsert;

/** An upsert on H2 whose row another transaction inserts while the statement runs. */
class UpsertTest {
  private static final String URL = "jdbc:h2:mem:upsert";

  private static final Upsert COUNT =
      new Upsert(
          "counter",
          List.of("name", "number"),
          "select 'a' as name, other_transaction() as number",
          "number = counter.number + excluded.number");

  private Connection connection;

  /** Is called by the statement, after H2 has decided which rows it sees. */
  public static final class OtherTransaction {
    private static boolean inserts;

    private OtherTransaction() {}

    /** Inserts and commits the row at the first call; returns the number to add. */
    public static int insert() throws SQLException {
      if (inserts) {
        inserts = false;
        try (Connection other = DriverManager.getConnection(URL)) {
          execute(other, "insert into counter values ('a', 10)");
        }
      }
      return 1;
    }
  }

  @BeforeEach
  void createTable() throws SQLException {
    connection = DriverManager.getConnection(URL);
    execute(connection, "create table counter (name varchar primary key, number integer)");
    execute(
        connection,
        "create alias other_transaction for '%s.insert'"
            .formatted(OtherTransaction.class.getName()));
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void updatesARowThatAppearsMeanwhile() throws SQLException {
    OtherTransaction.inserts = true;
    execute(connection, "insert into counter values ('b', 5)");

    upsert();
    connection.commit();

    assertThat(number("a")).isEqualTo(11);
    assertThat(number("b")).isEqualTo(5);
  }

  @Test
  void insertsAndUpdates() throws SQLException {
    upsert();
    upsert();

    assertThat(number("a")).isEqualTo(2);
  }

  private void upsert() throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(Dialect.H2.upsert(COUNT))) {
      Dialect.H2.executeUpsert(upsert);
    }
  }

  private int number(String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select number from counter where name = ?")) {
      select.setString(1, name);
      try (var row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
