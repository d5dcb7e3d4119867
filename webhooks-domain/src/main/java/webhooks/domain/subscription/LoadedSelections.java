package webhooks.domain.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.selection.SelectedEvent;
import webhooks.domain.option.selection.Selection;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.Candidates.Selecting;

/**
 * Asks the selections of webhooks about events. Keeps the selections that were loaded last, up to a
 * number of bytes, of which an account has at most a quarter. Safe for several threads.
 *
 * <p>The selections of an account need less than its part, because a change that would exceed
 * {@link #MAX_BYTES_OF_ACCOUNT} is refused. So they are loaded once, by the first event for them.
 */
public final class LoadedSelections {
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  /** The maximum number of bytes of all selections of an account. */
  public static final long MAX_BYTES_OF_ACCOUNT = 12L * 1024 * 1024;

  /** How many values filters read in about the time that it takes to store one delivery. */
  private static final int READ_PER_DELIVERY = 50;

  private final WebhookCache<Selection> cache = new WebhookCache<>(MAX_BYTES);
  private final SecretCipher cipher;

  /** A webhook that is subscribed to the type of the event. */
  private record Subscribed(Match match, Selection selection) {}

  LoadedSelections(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * Decides which of the candidates an event goes to. Loads the selections that are not in memory.
   *
   * @throws SQLException if the query fails
   */
  Matches decide(Connection connection, Candidates candidates) throws SQLException {
    if (candidates.selecting().isEmpty()) {
      return Matches.of(candidates.matches());
    }
    Map<UUID, Selection> loaded = load(connection, candidates);
    List<Match> undecided = new ArrayList<>();
    List<Subscribed> subscribed = new ArrayList<>();
    String type = candidates.event().eventType();
    for (Selecting webhook : candidates.selecting()) {
      Selection selection =
          webhook.selection().get().orElseGet(() -> loaded.get(webhook.webhookId()));
      if (selection == null) {
        undecided.add(webhook.match());
      } else if (selection.subscribes(type, webhook.eventTypes())) {
        subscribed.add(new Subscribed(webhook.match(), selection));
      }
    }
    return ask(candidates, subscribed, undecided);
  }

  private static Matches ask(
      Candidates candidates, List<Subscribed> subscribed, List<Match> undecided) {
    SelectedEvent event = candidates.event().selected();
    event.prepare(subscribed.stream().map(Subscribed::selection));
    List<Match> accepted = new ArrayList<>(candidates.matches());
    List<UUID> filtered = new ArrayList<>();
    long read = 0;
    for (Subscribed one : subscribed) {
      read += 1 + one.selection().work();
      if (one.selection().accepts(event)) {
        accepted.add(one.match());
      } else {
        filtered.add(one.match().webhook().webhookId());
      }
    }
    return new Matches(accepted, undecided, filtered, read / READ_PER_DELIVERY);
  }

  /** Returns the selections that were missing, without unreadable ones. */
  private Map<UUID, Selection> load(Connection connection, Candidates candidates)
      throws SQLException {
    Map<UUID, Selecting> missing =
        candidates.selecting().stream()
            .filter(Selecting::isMissing)
            .collect(Collectors.toMap(Selecting::webhookId, webhook -> webhook, (a, b) -> a));
    Map<UUID, Selection> loaded = new HashMap<>();
    if (!missing.isEmpty()) {
      OptionsRepository.read(
          connection,
          missing.keySet(),
          stored ->
              keep(missing.get(stored.webhookId()), stored)
                  .ifPresent(selection -> loaded.put(stored.webhookId(), selection)));
    }
    return loaded;
  }

  /** Options of a later version of the webhook count for this event, and are not kept. */
  private Optional<Selection> keep(Selecting webhook, EncryptedOptions stored) {
    Subscription subscription = webhook.match().webhook();
    boolean present = stored.version() == subscription.version();
    try {
      Selection selection = stored.decrypt(cipher).selection();
      if (present) {
        cache.put(subscription, selection, selection.bytes());
        webhook.selection().set(selection);
      }
      return Optional.of(selection);
    } catch (IllegalStateException e) {
      // The log names the webhook when a claim finds that nothing can be sent to it.
      if (present) {
        webhook.selection().setUnreadable();
      }
      return Optional.empty();
    }
  }
}
