package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.LoggedLines;
import webhooks.domain.access.Actor;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.webhook.pause.PauseView;
import webhooks.domain.webhook.pause.PauseWebhook;

/** Who may pause and resume a webhook, and what each leaves. */
class PauseUpdatesTest extends WebhooksFixture {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final Instant TOMORROW = Instant.parse("2026-10-03T14:55:00.463Z");
  private static final PauseWebhook UNTIL_TOMORROW =
      new PauseWebhook(Optional.of("2026-10-03T14:55:00.463Z"), List.of());

  private final Caller owner = caller(true, false);
  private boolean isOfAllNodes = true;
  private Instant now = NOW;

  private PauseUpdates pauses() {
    return new PauseUpdates(
        new OneWebhook(),
        new NotedActs(),
        access,
        () -> isOfAllNodes,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private PauseView pause(Caller caller) {
    return pauses().pause(caller, webhook.id().toString(), UNTIL_TOMORROW);
  }

  private PauseView resume(Caller caller) {
    return pauses().resume(caller, webhook.id().toString(), List.of());
  }

  @Test
  void ownerPausesWithoutPermission() {
    allowed = false;

    PauseView pause = pause(owner);

    assertThat(pause).isEqualTo(new PauseView(Optional.of(NOW), Optional.of(TOMORROW)));
    assertThat(pause.paused()).isTrue();
    assertThat(steps)
        .containsExactly("begin", "webhook.paused: until 2026-10-03T14:55:00.463Z", "commit");
  }

  @Test
  void tokenWithoutAccountCanOnlyStop() {
    Caller withoutAccount = caller(Optional.empty(), true, false);

    assertThat(pause(withoutAccount).paused()).isTrue();
    assertForbidden(() -> resume(withoutAccount));
  }

  @Test
  void othersCanNotPause() {
    assertNotFound(() -> pause(caller(Optional.of("other"), true, false)));
    assertForbidden(() -> pause(caller(Optional.of("organization"), false, true)));
    assertForbidden(() -> pause(caller(false, false)));
  }

  @Test
  void resumeNeedsPermission() {
    pause(owner);
    allowed = false;

    assertForbidden(() -> resume(owner));

    assertThat(webhook.flow().paused()).isTrue();
    allowed = true;
    assertThat(resume(owner)).isEqualTo(PauseView.NONE);
    assertThat(webhook.flow().paused()).isFalse();
    assertThat(steps).endsWith("ask", "begin", "read", "webhook.resumed", "commit");
  }

  @Test
  void resumeOfAWebhookThatIsNotPausedChangesNothing() {
    assertThat(resume(owner)).isEqualTo(PauseView.NONE);

    assertThat(steps).containsExactly("ask", "read");
    allowed = false;
    assertForbidden(() -> resume(owner));
  }

  /** The webhook has been paused since the first pause. */
  @Test
  void secondPauseReplacesTheEnd() {
    pause(owner);
    now = NOW.plusSeconds(60);

    PauseView second =
        pauses()
            .pause(owner, webhook.id().toString(), new PauseWebhook(Optional.empty(), List.of()));

    assertThat(second)
        .isEqualTo(
            new PauseView(
                Optional.of(NOW), Optional.of(Instant.parse("2026-10-09T14:56:00.463Z"))));
    assertThat(webhook.flow().pauses()).isEqualTo(1);
  }

  @Test
  void faultsComeFirst() {
    allowed = false;
    List<Fault> faults = List.of(Fault.of(FaultCode.INVALID_PROPERTY, "color", "unknown"));
    String id = webhook.id().toString();

    assertRefused(
        () -> pauses().pause(owner, id, new PauseWebhook(Optional.empty(), faults)),
        ErrorCode.INVALID_REQUEST);
    assertRefused(() -> pauses().resume(owner, id, faults), ErrorCode.INVALID_REQUEST);
    assertRefused(
        () -> pauses().resumeAsAdmin(Actor.PRODUCT, webhook.id(), faults),
        ErrorCode.INVALID_REQUEST);
    assertThat(steps).isEmpty();
  }

  /** A node of an earlier version does not heed a pause. To resume, it need not know one. */
  @Test
  void olderNodePreventsPausesOnly() {
    pause(owner);
    isOfAllNodes = false;

    assertRefused(() -> pause(owner), ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(resume(owner).paused()).isFalse();
  }

  @Test
  void administratorOfTheProductPausesAndResumes() {
    UUID id = webhook.id();

    assertThat(pauses().pauseAsAdmin(Actor.PRODUCT, id, UNTIL_TOMORROW).paused()).isTrue();
    assertThat(pauses().resumeAsAdmin(Actor.PRODUCT, id, List.of()).paused()).isFalse();

    assertThat(steps).doesNotContain("ask");
    deletedMeanwhile = true;
    assertNotFound(() -> pauses().pauseAsAdmin(Actor.PRODUCT, id, UNTIL_TOMORROW));
    assertNotFound(() -> pauses().resumeAsAdmin(Actor.PRODUCT, id, List.of()));
  }

  /** Repeats the query as the database answers it: pauses that can't be ended stay the first. */
  private final class FailingFirst extends WebhookRepository {
    private static final int BATCH = 100;
    private final List<UUID> failing;

    FailingFirst(int count) {
      failing = Stream.generate(UUID::randomUUID).limit(count).toList();
    }

    @Override
    public List<UUID> duePauses(int skipped) {
      Stream<UUID> due = Stream.concat(failing.stream(), Stream.of(webhook.id()));
      return due.filter(id -> !id.equals(webhook.id()) || webhook.flow().paused())
          .skip(skipped)
          .limit(BATCH)
          .toList();
    }

    @Override
    public boolean isPauseDue(UUID id) {
      return true;
    }

    @Override
    public Optional<Webhook> change(UUID id, Change change) {
      if (failing.contains(id)) {
        throw new IllegalStateException("Corrupt");
      }
      return new OneWebhook().change(id, change);
    }
  }

  @Test
  void pausesThatCanNotBeEndedKeepNoOthersFromTheirTurn() {
    pause(owner);

    failingFirst(FailingFirst.BATCH + 1).endDue();

    assertThat(webhook.flow().paused()).isFalse();
    assertThat(steps).endsWith("begin", "webhook.resumed", "commit");
  }

  private PauseUpdates failingFirst(int count) {
    return new PauseUpdates(
        new FailingFirst(count), new NotedActs(), access, () -> isOfAllNodes, Clock.systemUTC());
  }

  /** Nodes try again twice a second. */
  @Test
  void pauseThatCanNotBeEndedIsLoggedOnce() {
    PauseUpdates pauses = failingFirst(1);

    try (LoggedLines lines = LoggedLines.ofAllThreads(PauseUpdates.class.getName())) {
      await("the line, after the lines of another test in this second")
          .until(
              () -> {
                pauses.endDue();
                return !lines.all().isEmpty();
              });
      pauses.endDue();

      assertThat(lines.all()).hasSize(1);
    }
  }

  @Test
  void deletionEndsThePause() {
    pause(owner);

    webhook.delete(cipher);

    assertThat(webhook.flow().paused()).isFalse();
  }

  @Test
  void activationKeepsThePause() {
    pause(owner);

    activate(owner, true);

    assertThat(webhook.isActive()).isTrue();
    assertThat(webhook.flow().paused()).isTrue();
  }
}
