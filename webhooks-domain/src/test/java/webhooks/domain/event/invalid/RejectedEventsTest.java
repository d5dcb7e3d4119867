package webhooks.domain.event.invalid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.node.FakeNode;
import webhooks.domain.node.InvalidEventCursor;
import webhooks.domain.node.InvalidEventQueue;
import webhooks.domain.node.Node;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.node.RejectedEventFilter;
import webhooks.domain.node.RejectedSelection;
import webhooks.domain.node.RunningNode;
import webhooks.domain.page.CursorText;
import webhooks.domain.page.Page;

/** Administrators' requests about rejected events, and their audit entries. */
class RejectedEventsTest {
  private static final Caller CALLER = Callers.of("client", Optional.empty(), true, false);
  private static final Optional<String> NONE = Optional.empty();

  private final List<String> audited = new ArrayList<>();
  private final List<RejectedEvent> messages =
      IntStream.range(0, 7)
          .mapToObj(
              n -> new RejectedEvent("ID: " + n, "why", Instant.ofEpochMilli(n / 3), "", false, 0))
          .toList();
  private final FakeQueue queue = new FakeQueue();
  private final Node node =
      new FakeNode() {
        @Override
        public InvalidEventQueue invalidEvents() {
          return queue;
        }
      };
  private final RunningNode running = new RunningNode();
  private final RejectedEvents events =
      new RejectedEvents(
          new AuditTrail() {
            @Override
            public void upsert(AuditEntry entry) {
              audited.add(entry.action().text() + " " + entry.detail().orElseThrow());
            }
          },
          running);

  @BeforeEach
  void start() {
    running.start(node);
  }

  /** A queue whose replay has two steps, or which is unavailable. */
  private final class FakeQueue implements InvalidEventQueue {
    private Optional<Set<String>> requestedIds = Optional.empty();
    private boolean unavailable;

    @Override
    public List<RejectedEvent> list(
        RejectedSelection selection, Optional<InvalidEventCursor> after, int limit) {
      List<String> ids = messages.stream().map(RejectedEvent::id).toList();
      int from = after.map(cursor -> ids.indexOf(cursor.messageId()) + 1).orElse(0);
      after.ifPresent(cursor -> assertThat(cursor.time()).isEqualTo(messages.get(from - 1).time()));
      return messages.subList(from, Math.min(from + limit, messages.size()));
    }

    @Override
    public int replay(RejectedSelection selection, IntConsumer before) {
      if (unavailable) {
        throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "unavailable");
      }
      requestedIds = selection.ids();
      before.accept(2);
      before.accept(3);
      return 3;
    }

    @Override
    public int discard(RejectedSelection selection, IntConsumer before) {
      return replay(selection, before);
    }

    @Override
    public Optional<RejectedEvent> replace(String id, String body, Runnable before) {
      Optional<RejectedEvent> found =
          messages.stream().filter(event -> event.id().equals(id)).findFirst();
      found.ifPresent(event -> before.run());
      return found;
    }

    @Override
    public int erase(RejectedEventFilter filter, IntConsumer before) {
      throw new UnsupportedOperationException();
    }
  }

  private static SelectRejectedEvents replay(List<String> ids) {
    return new SelectRejectedEvents(Optional.ofNullable(ids), NONE, NONE, NONE, List.of());
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 7, 8})
  void pagesHoldEachRejectedEventOnce(int top) {
    List<RejectedEvent> seen = new ArrayList<>();
    Optional<String> token = NONE;
    do {
      Page<RejectedEvent> page =
          events.list(CALLER, new ListRejectedEvents(Optional.of("" + top), token, replay(null)));
      assertThat(page.items()).hasSizeBetween(1, top);
      seen.addAll(page.items());
      token = page.continuation();
    } while (token.isPresent());

    assertThat(seen).isEqualTo(messages);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1", "1 ", "-1 id", "1234567890123456 id", "1\nid"})
  void refusesInvalidCursors(String text) {
    for (String token : List.of(text, CursorText.of(text))) {
      assertRefused(
          ErrorCode.INVALID_REQUEST,
          () ->
              events.list(CALLER, new ListRejectedEvents(NONE, Optional.of(token), replay(null))));
    }
  }

  @Test
  void auditsEachStepBeforeAndTheTotalAfter() {
    assertThat(events.replay(CALLER, replay(null))).isEqualTo(3);

    assertThat(queue.requestedIds).isEmpty();
    assertThat(audited)
        .containsExactly(
            "events.replayed count=2", "events.replayed count=3", "events.replayed count=3");
  }

  @Test
  void doesNotAuditRefusedReplays() {
    queue.unavailable = true;
    assertRefused(
        ErrorCode.SERVICE_UNAVAILABLE, () -> events.replay(CALLER, replay(List.of("ID:1"))));
    List<List<String>> bad =
        List.of(
            List.of(),
            List.of(" "),
            List.of("a", "b\n"),
            List.of("x".repeat(256)),
            Collections.nCopies(1001, "x"));
    for (List<String> ids : bad) {
      assertRefused(ErrorCode.INVALID_REQUEST, () -> events.replay(CALLER, replay(ids)));
    }

    assertThat(audited).isEmpty();
  }

  @Test
  void auditsDiscardsAndEdits() {
    String id = messages.get(0).id();

    assertThat(events.discard(CALLER, replay(List.of("ID:1")))).isEqualTo(3);
    assertThat(events.edit(CALLER, id, new EditRejectedEvent("{}", List.of())).id()).isEqualTo(id);
    assertRefused(
        ErrorCode.EVENT_NOT_FOUND,
        () -> events.edit(CALLER, "ID:unknown", new EditRejectedEvent("{}", List.of())));

    assertThat(audited)
        .containsExactly(
            "events.discarded count=2",
            "events.discarded count=3",
            "events.discarded count=3",
            "rejectedEvent.edited id=" + id);
  }

  @Test
  void refusesInvalidFilters() {
    SelectRejectedEvents bad =
        new SelectRejectedEvents(
            Optional.of(List.of()),
            Optional.of(" "),
            Optional.of("yesterday"),
            Optional.of("now"),
            List.of());
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> events.replay(CALLER, bad),
            () -> events.discard(CALLER, bad),
            () -> events.list(CALLER, new ListRejectedEvents(NONE, NONE, bad)))) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.details()).hasSize(4));
    }
  }

  @Test
  void replaysARepeatedIdOnce() {
    events.replay(CALLER, replay(Collections.nCopies(1000, "ID:1")));

    assertThat(queue.requestedIds).hasValue(Set.of("ID:1"));
  }

  @Test
  void isUnavailableUnlessTheNodeRuns() {
    running.stop();

    assertRefused(
        ErrorCode.SERVICE_UNAVAILABLE,
        () -> events.list(CALLER, new ListRejectedEvents(NONE, NONE, replay(null))));
  }
}
