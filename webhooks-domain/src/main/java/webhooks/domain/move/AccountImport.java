package webhooks.domain.move;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import webhooks.domain.database.Dialect;
import webhooks.domain.delivery.queue.purge.HistoryPartitions;
import webhooks.domain.option.retention.RetainedPayloads;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.settings.command.MoveFailure;

/**
 * Stores the rows of a file in one transaction.
 *
 * <p>It keeps the state of each row that the database has: since the first import of an account,
 * its state here is the valid one. Later imports only add the rows that came to the other
 * installation meanwhile.
 */
final class AccountImport {
  private static final int MAX_BATCH = 500;
  private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;

  /**
   * Marks operational events as stored that the file has as events: the other installation may have
   * stored them since the first import.
   */
  private static final String SET_INGESTED =
      """
      update operational_event o set ingested = true
      where not ingested and account_id = ?
        and exists (select 1 from event e where e.message_id = o.id and e.account_id = o.account_id)
      """;

  private final Connection connection;
  private final Dialect dialect;
  private final Settings settings;
  private final Consumer<String> messages;
  private final RowInsert insert;
  private final EventImport events;
  private final ReplacedDeliveries deliveries;
  private final WebhookImport webhooks;
  private final Progress progress;
  private final Set<UUID> newITwins = new HashSet<>();
  private final List<Row> batch = new ArrayList<>();
  private int batchBytes;
  private long stored;

  /**
   * Creates the import.
   *
   * @param connection a connection without a transaction
   */
  AccountImport(
      Connection connection,
      Dialect dialect,
      SecretCipher cipher,
      Settings settings,
      Consumer<String> messages) {
    this.connection = connection;
    this.dialect = dialect;
    this.settings = settings;
    this.messages = messages;
    insert = new RowInsert(connection, dialect);
    events = new EventImport(connection, dialect, insert, settings.deduplication());
    deliveries = new ReplacedDeliveries(connection);
    webhooks = new WebhookImport(connection, dialect, insert, cipher);
    progress = new Progress("read", messages);
  }

  /**
   * The result of an import.
   *
   * @param account the account of the file's rows
   * @param read the number of rows of the file
   * @param stored the number of rows that the database did not have
   * @param repeated the number of events that were published here too
   */
  record Result(String account, long read, long stored, int repeated) {}

  /**
   * Reads a file, and stores its rows.
   *
   * @param tables the version of the tables
   * @throws MoveFailure if the file or a row of it is refused; nothing was stored
   * @throws webhooks.settings.InvalidSetting if the key of the file's secrets is not known; nothing
   *     was stored
   */
  Result read(String tables, InputStream in) throws SQLException, IOException, MoveFailure {
    AccountFileReader file = new AccountFileReader(in);
    FileHeader header = file.header();
    if (!header.tables().equals(tables)) {
      throw new MoveFailure(
          "The file has rows of tables of version %s (Webhooks %s), and the tables here have version"
                  .formatted(header.tables(), header.product())
              + " %s: run the same version at both installations".formatted(tables));
    }
    webhooks.check(header.keys());
    addPartitions();
    connection.setAutoCommit(false);
    try {
      events.begin(header.deduplication());
      storeAll(file, header.account());
      finish(header.account());
      connection.commit();
    } finally {
      // Does nothing after the commit.
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return new Result(header.account(), progress.rows(), stored, events.replaced().size());
  }

  /** Adds partitions for old rows. Rows without one delay the addition of each later partition. */
  private void addPartitions() throws SQLException {
    if (dialect.hasPartitions() && !HistoryPartitions.addPast(connection, settings.retention())) {
      messages.accept(
          "Some old rows will have no partition, which delays intake when others are added. If a"
              + " dump of the database runs, interrupt this import, and repeat it after the dump");
    }
  }

  private void storeAll(AccountFileReader file, String account) throws SQLException, MoveFailure {
    if (dialect == Dialect.POSTGRESQL) {
      try (Statement set = connection.createStatement()) {
        // The writer of the file may be slow.
        set.execute("set local idle_in_transaction_session_timeout = 0");
        // A plan that was made for a small table would read all of it for each row.
        set.execute("set local enable_seqscan = off");
      }
    }
    Map<MovedTable, Columns> columns = Columns.ofAll(connection);
    for (Optional<Row> row = file.next(columns); row.isPresent(); row = file.next(columns)) {
      check(row.get(), account);
      add(row.get());
    }
    storeBatch();
  }

  private static void check(Row row, String account) throws MoveFailure {
    MovedTable table = row.columns().table();
    if (!table.mayHave(row, account)) {
      throw new MoveFailure(
          "The file has a row of the table %s that is not of account %s: export the account again"
              .formatted(table.tableName(), account));
    }
  }

  private void add(Row row) throws SQLException, MoveFailure {
    boolean isFull = batch.size() == MAX_BATCH || batchBytes > MAX_BATCH_BYTES;
    if (isFull || !batch.isEmpty() && batch.get(0).columns() != row.columns()) {
      storeBatch();
    }
    batch.add(row);
    batchBytes += row.size();
    progress.add(row.columns().table());
  }

  private void storeBatch() throws SQLException, MoveFailure {
    if (!batch.isEmpty()) {
      stored += store(batch.get(0).columns().table(), List.copyOf(batch)).size();
    }
    batch.clear();
    batchBytes = 0;
  }

  private List<Row> store(MovedTable table, List<Row> rows) throws SQLException, MoveFailure {
    return switch (table) {
      case EVENT -> events.insert(rows);
      case WEBHOOK -> webhooks.insert(rows);
      case WEBHOOK_OPTIONS -> webhooks.insertOptions(rows);
      case WEBHOOK_KEY_REQUEST -> webhooks.insertKeyRequests(rows);
      case WEBHOOK_REVISION -> webhooks.insertRevisions(rows);
      case ALERT -> webhooks.insertAlerts(rows);
      case ITWIN -> {
        List<Row> inserted = insert.insert(rows);
        inserted.forEach(row -> newITwins.add(row.id("id")));
        yield inserted;
      }
      // An iTwin that is known keeps its permissions here, and gets no others.
      case ITWIN_GRANT ->
          insert.insert(
              rows.stream().filter(row -> newITwins.contains(row.id("itwin_id"))).toList());
      default -> insert.insert(rows);
    };
  }

  private void finish(String account) throws SQLException, MoveFailure {
    webhooks.finish();
    try (PreparedStatement update = connection.prepareStatement(SET_INGESTED)) {
      update.setString(1, account);
      update.executeUpdate();
    }
    // A known webhook may have got old deliveries.
    RetainedPayloads.lookAgain(connection, account);
    stored -= events.deleteRepeats();
    for (Map.Entry<UUID, UUID> event : events.replaced().entrySet()) {
      stored -= deliveries.move(event.getKey(), event.getValue());
    }
  }
}
