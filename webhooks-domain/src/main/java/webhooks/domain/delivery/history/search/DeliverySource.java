package webhooks.domain.delivery.history.search;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.database.Dialect;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.StatusTable;

/** The webhooks whose deliveries a search reads, as SQL. */
public sealed interface DeliverySource {
  /** The columns of the rows. */
  String COLUMNS =
      "id, event_id, webhook_id, activation, status, due_at, lease, attempts, created, status_code";

  /** Returns the query of the ids of the webhooks, whose parameters {@link #bind} sets. */
  String webhooks();

  /** Returns the condition for a delivery, whose parameters {@link #bind} sets. */
  default String condition() {
    return "webhook_id in (" + webhooks() + ")";
  }

  /**
   * Sets the parameters of the condition, or of the query of the ids.
   *
   * @param last the number of the last parameter that is set
   * @return the number of the last parameter that is set now
   */
  int bind(PreparedStatement statement, int last) throws SQLException;

  /** Returns whether a query costs more, the longer its span. */
  default boolean isWindowed() {
    return false;
  }

  /**
   * Returns the query of the newest deliveries of one status in a span. Its parameters are the ones
   * of the condition and the ones of the span.
   *
   * @param max the maximum number of rows
   */
  default String newest(DeliveryStatus status, int max, Dialect dialect) {
    return StatusTable.select(status, COLUMNS, condition())
        + SearchSpan.CONDITION
        + SearchSpan.ORDER.formatted(max);
  }

  /** The deliveries of one webhook. */
  record OfWebhook(UUID webhookId) implements DeliverySource {
    @Override
    public String webhooks() {
      return "select id from webhook where id = ?";
    }

    @Override
    public String condition() {
      return "webhook_id = ?";
    }

    @Override
    public int bind(PreparedStatement statement, int last) throws SQLException {
      statement.setObject(last + 1, webhookId);
      return last + 1;
    }
  }

  /**
   * The deliveries of the webhooks of an account.
   *
   * @param clientId the only client whose webhooks are included; empty for all
   */
  record OfAccount(String accountId, Optional<String> clientId) implements DeliverySource {
    /**
     * PostgreSQL reads the index once for each webhook, and no more rows than the maximum. H2 has
     * no lateral joins, and reads all rows of the span.
     */
    private static final String EACH =
        "select found.* from (%1$s) w cross join lateral (%2$s"
            + SearchSpan.CONDITION
            + "%3$s) found%3$s";

    /**
     * Returns the webhooks whose deliveries the caller may read: the ones that a service
     * application created in the account, or all webhooks of an administrator's account.
     *
     * @return empty if the caller may read none
     */
    static Optional<DeliverySource> of(Caller caller) {
      return caller
          .accountId()
          .filter(account -> caller.serviceApplication() || caller.administrator())
          .map(
              account ->
                  new OfAccount(
                      account,
                      caller.serviceApplication()
                          ? Optional.of(caller.clientId())
                          : Optional.empty()));
    }

    @Override
    public String webhooks() {
      return "select id from webhook where account_id = ? and not deleted"
          + (clientId.isPresent() ? " and client_id = ?" : "");
    }

    @Override
    public int bind(PreparedStatement statement, int last) throws SQLException {
      statement.setString(last + 1, accountId);
      if (clientId.isPresent()) {
        statement.setString(last + 2, clientId.get());
        return last + 2;
      }
      return last + 1;
    }

    @Override
    public boolean isWindowed() {
      return true;
    }

    @Override
    public String newest(DeliveryStatus status, int max, Dialect dialect) {
      return dialect == Dialect.POSTGRESQL
          ? EACH.formatted(
              webhooks(),
              StatusTable.select(status, COLUMNS, "webhook_id = w.id"),
              SearchSpan.ORDER.formatted(max))
          : DeliverySource.super.newest(status, max, dialect);
    }
  }
}
