package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.FiredEvents;
import webhooks.domain.database.NoChangeLock;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventPayload;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.webhook.WebhookRow;

/** The account of an event, with the local and with a remote directory. */
class RemoteDirectoryTest {
  private final UUID iTwin = UUID.randomUUID();
  private TestDatabase database;

  @BeforeEach
  void enterTheITwin() {
    database = TestDatabase.h2();
    database.execute("insert into itwin (id, account_id) values (?, 'account')", iTwin);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Set<Event> withoutAccount(Event event, String... settings) {
    return withoutAccount(List.of(event), settings);
  }

  private Set<Event> withoutAccount(List<Event> events, String... settings) {
    Settings read = TestSettings.with(settings);
    EventIngest useCase =
        new EventIngest(
            database.database(),
            new Subscriptions(WebhookRow.CIPHER),
            read,
            new NoChangeLock(),
            new FiredEvents());
    return database
        .inTransaction(() -> useCase.accept(events, Map.of(), Slots.NONE))
        .withoutAccount();
  }

  private Event event(Optional<String> account) {
    return event("iModels.iModelCreated.v1", account);
  }

  private Event event(String type, Optional<String> account) {
    byte[] content = "{}".getBytes(StandardCharsets.UTF_8);
    return new Event(
        UUID.randomUUID(),
        type,
        account,
        Optional.of(iTwin),
        new EventPayload(content, "2026-10-02T14:55:00.463Z"));
  }

  @Test
  void looksUpTheAccountLocally() {
    assertThat(withoutAccount(event(Optional.empty()))).isEmpty();
  }

  @Test
  void needsTheAccountWithRemoteAccessControl() {
    String[] remote = {
      "webhooks.access-control", "remote", "webhooks.access-control.url", "https://api.example.com"
    };
    Event without = event(Optional.empty());

    assertThat(withoutAccount(without, remote)).containsExactly(without);
    assertThat(withoutAccount(event(Optional.of("account")), remote)).isEmpty();
    Event created = event("iTwins.iTwinCreated.v1", Optional.of("account"));
    assertThat(withoutAccount(List.of(created, without), remote)).containsExactly(without);
  }
}
