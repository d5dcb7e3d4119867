package webhooks.domain.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.option.selection.SelectedEvent;
import webhooks.domain.option.selection.SelectedEvents;
import webhooks.domain.subscription.Matcher.ScopeKey;

/** Which webhooks an event goes to. */
class MatcherTest {
  private static final String ITWIN = "5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10";

  private final Matcher matcher = new Matcher();

  private static Subscription webhook(UUID id) {
    return TestSubscription.of(id, "account", 1, false);
  }

  private UUID put(WebhookScope scope, String scopeId, String eventTypes) {
    UUID id = UUID.randomUUID();
    matcher.put(webhook(id), new ScopeKey(scope, scopeId), eventTypes, false);
    return id;
  }

  private List<Match> match(String type, String account, String iTwin) {
    Optional<UUID> iTwinId = Optional.ofNullable(iTwin).map(UUID::fromString);
    return matcher
        .candidates(new MatchedEvent(SelectedEvents.of(type, "{}"), account, iTwinId))
        .matches();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      textBlock =
          """
          # scope,                                        type, account, iTwin,                                goes to it
          Account a,                                      b.v1, a,       none,                                 true
          Account a,                                      b.v1, a,       5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10, true
          Account a,                                      b.v1, b,       5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10, false
          Account a,                                      b.v2, a,       none,                                 false
          Account a,                                      b,    a,       none,                                 false
          Account A,                                      b.v1, a,       none,                                 false
          Account 5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10,   b.v1, a,       5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10, false
          iTwin 5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10,     b.v1, a,       5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10, true
          iTwin 5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10,     a.v1, a,       5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10, true
          iTwin 5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10,     b.v1, a,       7b10c1a5-0d4e-4b60-9c5f-6a3d1c9e5f3c, false
          iTwin 5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10,     b.v1, a,       none,                                 false
          iTwin 5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10,     c.v1, a,       5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10, false
          """)
  void matchesTypeAndScope(
      String scope, String type, String account, String iTwin, boolean matches) {
    String[] target = scope.split(" ");
    put(WebhookScope.of(target[0]).orElseThrow(), target[1], "a.v1 b.v1");

    assertThat(match(type, account, iTwin)).hasSize(matches ? 1 : 0);
  }

  @Test
  void eventGoesToWebhooksOfItsAccountAndOfItsITwin() {
    UUID ofAccount = put(WebhookScope.ACCOUNT, "a", "a.v1");
    UUID ofITwin = put(WebhookScope.ITWIN, ITWIN, "a.v1");

    assertThat(match("a.v1", "a", ITWIN))
        .containsExactly(
            new Match(matcher.find(ofAccount).orElseThrow(), WebhookScope.ACCOUNT),
            new Match(matcher.find(ofITwin).orElseThrow(), WebhookScope.ITWIN));
  }

  @Test
  void replacedWebhookHasItsNewTypesAlone() {
    UUID id = put(WebhookScope.ACCOUNT, "a", "a.v1");
    matcher.put(webhook(id), new ScopeKey(WebhookScope.ACCOUNT, "a"), "b.v1", false);

    assertThat(match("a.v1", "a", null)).isEmpty();
    assertThat(match("b.v1", "a", null)).hasSize(1);
  }

  /** Only the selection knows its patterns, so it is asked about each type. */
  @Test
  void webhookWithSelectionIsAskedAboutEachTypeButThoseOfTheProduct() {
    UUID id = UUID.randomUUID();
    matcher.put(webhook(id), new ScopeKey(WebhookScope.ACCOUNT, "a"), "a.v1", true);

    assertThat(selecting("a.v1")).containsExactly(id);
    assertThat(selecting("b.v1")).containsExactly(id);
    assertThat(selecting("webhooks.webhookPaused.v1")).isEmpty();
    assertThat(match("a.v1", "a", null)).isEmpty();
  }

  private List<UUID> selecting(String type) {
    SelectedEvent event = SelectedEvents.of(type, "{}");
    return matcher.candidates(new MatchedEvent(event, "a", Optional.empty())).selecting().stream()
        .map(Candidates.Selecting::webhookId)
        .toList();
  }

  @Test
  void removedWebhookGetsNothing() {
    UUID removed = put(WebhookScope.ACCOUNT, "a", "a.v1");
    UUID other = put(WebhookScope.ACCOUNT, "a", "a.v1");

    matcher.remove(removed);
    matcher.remove(UUID.randomUUID());

    assertThat(match("a.v1", "a", null))
        .extracting(match -> match.webhook().webhookId())
        .containsExactly(other);
    assertThat(matcher.find(removed)).isEmpty();
  }

  /** Readers take no lock, so they must see every webhook that stays, whatever is removed. */
  @Test
  void findsTheWebhooksThatStayWhileOthersComeAndGo() throws Exception {
    Set<UUID> staying = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      put(WebhookScope.ACCOUNT, "a", "a.v1");
      staying.add(put(WebhookScope.ACCOUNT, "a", "a.v1"));
    }
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> changes =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                UUID added = put(WebhookScope.ACCOUNT, "a", "a.v1");
                matcher.put(
                    webhook(added), new ScopeKey(WebhookScope.ACCOUNT, "a"), "a.v1 b.v1", false);
                matcher.remove(added);
              }
            });

    for (int i = 0; i < 10_000; i++) {
      assertThat(match("a.v1", "a", null).stream().map(match -> match.webhook().webhookId()))
          .containsAll(staying);
    }
    done.set(true);
    changes.get(1, TimeUnit.MINUTES);
  }
}
