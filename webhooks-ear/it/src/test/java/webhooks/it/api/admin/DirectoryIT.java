package webhooks.it.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Tests the directory of iTwins and grants, which the admin API and events change. */
class DirectoryIT {
  private static final String CREATED = "iTwins.iTwinCreated.v1";
  private static final String DELETED = "iTwins.iTwinDeleted.v1";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final String token = environment.tokens().administrator();
  private final String iTwin = "/admin/itwins/" + UUID.randomUUID();
  private final String grant = iTwin + "/permissions/client-1";

  @Test
  void createsReadsMovesAndRemovesITwin() {
    put(iTwin, "{\"accountId\":\"first\"}").is(204);
    put(iTwin, "{\"accountId\":\"second\"}").is(204);

    assertThat(get(iTwin).is(200).json().getString("accountId")).isEqualTo("second");
    delete(iTwin).is(204);
    get(iTwin).isError(404, "ITwinNotFound");
    delete(iTwin).isError(404, "ITwinNotFound");
  }

  @Test
  void simultaneousEntriesOfOneITwinSucceed() {
    // The first token reads the issuer's keys; while no key is known, calls are answered 503.
    get(iTwin).isError(404, "ITwinNotFound");
    List<CompletableFuture<Answer>> entries =
        IntStream.range(0, 20)
            .mapToObj(i -> "{\"accountId\":\"account-" + i + "\"}")
            .map(body -> CompletableFuture.supplyAsync(() -> put(iTwin, body)))
            .toList();

    entries.forEach(entry -> entry.join().is(204));
    assertThat(get(iTwin).is(200).json().getString("accountId")).startsWith("account-");
  }

  @Test
  void createsReadsAndRevokesGrant() {
    put(iTwin, "{\"accountId\":\"first\"}").is(204);
    get(grant).isError(404, "ITwinNotFound");

    put(grant, "{\"permissions\":[\"webhooks_maintainer\"]}").is(204);

    assertThat(get(grant).is(200).json().getJsonArray("permissions").getString(0))
        .isEqualTo("webhooks_maintainer");
    delete(grant).is(204);
    get(grant).isError(404, "ITwinNotFound");
    delete(grant).isError(404, "ITwinNotFound");
  }

  @Test
  void grantOnAnUnknownITwinIsNotFound() {
    put(grant, "{\"permissions\":[\"webhooks_maintainer\"]}").isError(404, "ITwinNotFound");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"accountId\":null}",
        "{\"accountId\":5}",
        "{\"accountId\":\"\"}",
        "{\"accountId\":\"a\",\"foo\":1}",
        "[]",
        "{"
      })
  void refusesAnInvalidEntry(String body) {
    Answer answer = put(iTwin, body);

    answer.is(422);
    assertThat(answer.json().getJsonObject("error").getString("code")).isEqualTo("InvalidRequest");
  }

  /** Returns both ways to publish an event. */
  enum Way {
    MESSAGE,
    REQUEST
  }

  private void publish(Way way, Event... events) {
    switch (way) {
      case MESSAGE -> environment.producer().publish(events);
      case REQUEST ->
          environment.publish(Stream.of(events).map(Event::json).toList().toString()).is(202);
    }
  }

  @ParameterizedTest
  @EnumSource
  void creationEventAddsTheITwin(Way way) {
    application.register(inbox);
    UUID id = UUID.randomUUID();
    Event created = Event.ofITwin(id).ofType(CREATED).inAccount(application.account());
    Event following = Event.ofITwin(id);

    publish(way, created, following);

    inbox.awaitEvent(following.messageId());
    assertThat(account(id)).isEqualTo(application.account());
  }

  @ParameterizedTest
  @EnumSource
  void creationEventDoesNotMoveAKnownITwin(Way way) {
    application.register(inbox, CREATED);
    UUID known = environment.createITwin("another");
    Event created = Event.ofITwin(known).ofType(CREATED).inAccount(application.account());

    publish(way, created);

    inbox.awaitEvent(created.messageId());
    assertThat(account(known)).isEqualTo("another");
  }

  @ParameterizedTest
  @EnumSource
  void deletionEventArrivesAndRemovesTheITwin(Way way) {
    Inbox ofITwin = environment.receiver().inbox();
    UUID known = application.createMaintainedITwin();
    application.register(inbox, DELETED);
    Application.Registered webhook = application.register(ofITwin, known, DELETED);
    Event deleted = Event.ofITwin(known).ofType(DELETED);

    publish(way, deleted);

    inbox.awaitEvent(deleted.messageId());
    ofITwin.awaitEvent(deleted.messageId());
    get("/admin/itwins/" + known).isError(404, "ITwinNotFound");
    assertThat(application.get(webhook).is(200).json().getBoolean("active")).isFalse();
    application.patch(webhook, "{\"active\":true}").isError(403, "InsufficientPermissions");
  }

  @ParameterizedTest
  @EnumSource
  void retriesDeletionEventOfDeactivatedWebhook(Way way) {
    UUID known = application.createMaintainedITwin();
    application.register(inbox, known, DELETED);
    inbox.respondWith(503);
    Event deleted = Event.ofITwin(known).ofType(DELETED);

    publish(way, deleted);

    inbox.awaitEvent(deleted.messageId(), 2, Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @EnumSource
  void repeatedDeletionEventChangesNothing(Way way) {
    application.register(inbox, DELETED, Event.CREATED);
    UUID known = environment.createITwin(application.account());
    Event deleted = Event.ofITwin(known).ofType(DELETED);
    publish(way, deleted);
    inbox.awaitEvent(deleted.messageId());
    environment.assignAccount(known, "another");
    Event after = Event.ofAccount(application.account());

    publish(way, deleted);
    publish(way, after);

    inbox.awaitEvent(after.messageId());
    assertThat(account(known)).isEqualTo("another");
    assertThat(inbox.receipts(deleted.messageId())).hasSize(1);
  }

  private String account(UUID id) {
    return get("/admin/itwins/" + id).is(200).json().getString("accountId");
  }

  private Answer put(String path, String body) {
    return environment.api().put(path).as(token).json(body).send();
  }

  private Answer get(String path) {
    return environment.api().get(path).as(token).send();
  }

  private Answer delete(String path) {
    return environment.api().delete(path).as(token).send();
  }
}
