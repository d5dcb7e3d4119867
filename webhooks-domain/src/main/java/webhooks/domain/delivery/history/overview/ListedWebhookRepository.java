package webhooks.domain.delivery.history.overview;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.history.state.HealthStatus;
import webhooks.domain.delivery.history.state.WebhookHealth;
import webhooks.domain.delivery.history.state.WebhookStateRepository;
import webhooks.domain.delivery.history.state.WebhookStateRepository.Holds;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.selection.Selection;
import webhooks.domain.page.Cursor;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.list.VisibleWebhooks;
import webhooks.domain.webhook.pause.PauseView;

/** Reads the webhooks that a search looks at, newest first. Each call is a transaction. */
@Stateless
public class ListedWebhookRepository {
  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  /** The bound of {@code created} alone is redundant, but H2 finds the first row only by it. */
  private static final String STEP =
      """
      select w.id, w.created, w.client_id, w.account_id, w.scope_id, w.event_types, w.active,
        w.has_options, w.selection_bytes, w.key_id, w.callback_url, w.deactivation_reason,
        w.paused_since, w.paused_until, s.failures, s.since, s.last_time, s.last_error, s.last_cause,
        s.last_status, p.ends, h.account_id is not null as held
      from webhook w
      left join failure_streak s on s.webhook_id = w.id
      left join webhook_pause p on p.webhook_id = w.id and p.ends > current_timestamp
      left join account_hold h on h.account_id = w.account_id
      where %s and w.created <= ? and (w.created, w.id) < (?, ?)
      order by w.created desc, w.id desc fetch first ? rows only
      """;

  private static final String BOTH =
      "select * from ((%s)) w order by created desc, id desc fetch first %d rows only";

  private Database database;

  /** Creates the bean, for the container. */
  public ListedWebhookRepository() {}

  /** Creates the repository. */
  @Inject
  public ListedWebhookRepository(Database database) {
    this.database = database;
  }

  /**
   * Returns webhooks that may match the filter: SQL decides about the account and the ids, and
   * about what a state needs.
   *
   * @param after the step begins after this cursor, with older webhooks
   * @param max the maximum number of webhooks
   */
  public List<ListedWebhook> step(
      VisibleWebhooks visible, WebhookFilter filter, Cursor after, int max) {
    Step step = new Step(visible, filter, after, max);
    try (Connection connection = database.connection()) {
      QueryTime.limit(connection, database.dialect(), MAX_TIME);
      try (PreparedStatement select = connection.prepareStatement(step.sql())) {
        step.bind(select);
        List<ListedWebhook> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            found.add(read(rows));
          }
        }
        return found;
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** The statement of a step, and its parameters. */
  private record Step(VisibleWebhooks visible, WebhookFilter filter, Cursor after, int max) {
    /**
     * Returns the conditions of the statement's parts. All webhooks are read as active and inactive
     * ones, because an index returns each of them in order.
     */
    List<String> parts() {
      String ofAccount = filter.accountId().isPresent() ? " and w.account_id = ?" : "";
      String ofIds = filter.ids().isEmpty() ? "" : " and w.id = any(?)";
      String ofState = ofState(filter);
      String all = visible.condition() + ofAccount + ofIds + ofState;
      return visible.equals(VisibleWebhooks.ALL) && ofState.isEmpty()
          ? List.of(all + " and w.active", all + " and not w.active")
          : List.of(all);
    }

    String sql() {
      List<String> parts = parts().stream().map(STEP::formatted).toList();
      return parts.size() == 1
          ? parts.get(0)
          : BOTH.formatted(String.join(") union all (", parts), max);
    }

    void bind(PreparedStatement select) throws SQLException {
      int index = 0;
      OffsetDateTime created = after.created().atOffset(ZoneOffset.UTC);
      for (int i = 0; i < parts().size(); i++) {
        for (String parameter : visible.parameters()) {
          select.setString(++index, parameter);
        }
        if (filter.accountId().isPresent()) {
          select.setString(++index, filter.accountId().get());
        }
        if (!filter.ids().isEmpty()) {
          SqlArrays.set(select, ++index, "uuid", filter.ids().toArray());
        }
        select.setObject(++index, created);
        select.setObject(++index, created);
        select.setObject(++index, after.id());
        select.setInt(++index, max);
      }
    }
  }

  /** Leaves out most webhooks of other states. {@link WebhookHealth} decides about the rest. */
  private static String ofState(WebhookFilter filter) {
    String ofState =
        switch (filter.state().orElse(HealthStatus.BLOCKED)) {
          // Not only those without a failure: of some, the caller must not know of failures.
          case OK -> " and w.active";
          case FAILING -> " and w.active and s.webhook_id is not null";
          case PAUSED ->
              " and w.active and (w.paused_until is not null or p.webhook_id is not null)";
          case INACTIVE -> " and not w.active";
          case BLOCKED -> "";
        };
    return ofState
        + filter.active().map(active -> active ? " and w.active" : " and not w.active").orElse("");
  }

  private static ListedWebhook read(ResultSet row) throws SQLException {
    Optional<Instant> pausedUntil = time(row, "paused_until");
    return new ListedWebhook(
        new Cursor(time(row, "created").orElseThrow(), SqlRows.uuid(row, 1)),
        new ListedWebhook.Owning(row.getString("client_id"), row.getString("account_id")),
        row.getString("scope_id"),
        List.of(row.getString("event_types").split(" ")),
        row.getBoolean("has_options"),
        row.getInt("selection_bytes") > 0,
        new ListedWebhook.EncryptedUrl(row.getString("key_id"), row.getBytes("callback_url")),
        new WebhookHealth.Facts(
            Optional.empty(),
            row.getBoolean("active"),
            Optional.ofNullable(row.getString("deactivation_reason")),
            pausedUntil.isPresent()
                ? new PauseView(time(row, "paused_since"), pausedUntil)
                : PauseView.NONE,
            Optional.empty()),
        new Holds(time(row, "ends"), row.getBoolean("held")),
        WebhookStateRepository.uncounted(row));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /**
   * Returns the webhooks, of these ids, that have a pattern of the event type. Leaves out options
   * that can't be decrypted.
   */
  public Set<UUID> subscribedByPattern(
      Collection<UUID> webhookIds, String eventType, SecretCipher cipher) {
    Set<UUID> found = new HashSet<>();
    forEachOptions(
        webhookIds,
        options -> {
          Selection patterns = Selection.of(options.eventTypePatterns(cipher), Optional.empty());
          if (patterns.subscribes(eventType, Set.of())) {
            found.add(options.webhookId());
          }
        });
    return found;
  }

  /**
   * Returns the descriptions of webhooks, by their ids. Leaves out options that can't be decrypted.
   */
  public Map<UUID, String> descriptions(Collection<UUID> webhookIds, SecretCipher cipher) {
    Map<UUID, String> found = new HashMap<>();
    forEachOptions(
        webhookIds,
        options ->
            options.description(cipher).ifPresent(text -> found.put(options.webhookId(), text)));
    return found;
  }

  /** Reads the options of webhooks. One that the reader can't decrypt does not end the list. */
  private void forEachOptions(Collection<UUID> webhookIds, Consumer<EncryptedOptions> reader) {
    if (webhookIds.isEmpty()) {
      return;
    }
    try (Connection connection = database.connection()) {
      OptionsRepository.read(
          connection,
          webhookIds,
          options -> {
            try {
              reader.accept(options);
            } catch (IllegalStateException e) {
              // A webhook without readable options is still listed.
            }
          });
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
