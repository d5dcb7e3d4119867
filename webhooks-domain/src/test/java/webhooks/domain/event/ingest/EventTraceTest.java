package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.event.ingest.IngestNode.READY;
import static webhooks.domain.event.ingest.IngestNode.event;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TraceSettings;
import webhooks.domain.trace.Span;
import webhooks.domain.trace.TraceContext;

/** The trace of an event on its way through the database, with and without an export of spans. */
@OnEveryDatabase
class EventTraceTest {
  private static final TraceContext GIVEN = given(true);

  private final TestDatabase database;

  EventTraceTest(TestDatabase database) {
    this.database = database;
  }

  private static TraceContext given(boolean sampled) {
    return new TraceContext(
        "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", sampled, Optional.of("a=1"));
  }

  private IngestNode exporting(double ratio) {
    TraceSettings export = new TraceSettings(URI.create("http://c"), Map.of(), "webhooks", ratio);
    return IngestNode.onEmpty(
        database, NodeSettings.of(IngestNode.SETTINGS.delivery(), Optional.of(export)));
  }

  private static LeasedDelivery deliver(IngestNode node, Optional<TraceContext> trace) {
    UUID webhook = node.insertWebhook("Account", "a", READY);
    node.publish(event(UUID.randomUUID(), READY, null, "a"), trace);
    return node.claimAll(webhook).get(0);
  }

  private static List<Span> spans(IngestNode node) {
    return node.fired.of(EventsIngested.class).stream()
        .flatMap(one -> one.spans().stream())
        .toList();
  }

  @Test
  void deliveryContinuesThePublishersTrace() {
    IngestNode node = IngestNode.onEmpty(database);

    LeasedDelivery delivery = deliver(node, Optional.of(GIVEN));

    assertThat(delivery.event().trace()).contains(GIVEN);
    assertThat(delivery.traceId()).isEqualTo(GIVEN.traceId());
    assertThat(spans(node)).isEmpty();
  }

  @Test
  void nothingIsStoredWithoutATrace() {
    IngestNode node = IngestNode.onEmpty(database);

    LeasedDelivery delivery = deliver(node, Optional.empty());

    assertThat(delivery.event().trace()).isEmpty();
    assertThat(delivery.traceId()).isEqualTo(delivery.messageId().toString().replace("-", ""));
    assertThat(database.count("select count(*) from event where traceparent is null")).isOne();
  }

  @Test
  void attemptsFollowTheSpanOfTheAcceptance() {
    IngestNode node = exporting(0);

    TraceContext stored = deliver(node, Optional.of(GIVEN)).event().trace().orElseThrow();

    Span accepted = spans(node).get(0);
    assertThat(accepted.context()).isEqualTo(stored);
    assertThat(accepted.parentId()).contains(GIVEN.parentId());
    assertThat(stored).isEqualTo(GIVEN.withParent(stored.parentId())).isNotEqualTo(GIVEN);
  }

  @Test
  void repeatHasNoSpan() {
    IngestNode node = exporting(1);
    String event = event(UUID.randomUUID(), READY, null, "a");

    node.publish(event, Optional.of(GIVEN));
    node.publish(event, Optional.of(GIVEN));

    assertThat(spans(node)).hasSize(1);
  }

  @Test
  void traceThatIsNotSampledStaysAsItIs() {
    IngestNode node = exporting(1);

    assertThat(deliver(node, Optional.of(given(false))).event().trace()).contains(given(false));
    assertThat(spans(node)).isEmpty();
  }

  @Test
  void eventWithoutATraceBeginsASampledOneByTheRatio() {
    IngestNode node = exporting(0.5);
    UUID webhook = node.insertWebhook("Account", "a", READY);
    String events =
        IntStream.range(0, 100)
            .mapToObj(i -> event(new UUID(0x700000L, 0x8000_0000_0000_0000L + i), READY, null, "a"))
            .collect(Collectors.joining(",", "[", "]"));

    node.publish(events);

    List<Span> spans = spans(node);
    // The ids are consecutive. The choice follows from them, so it is the same in each run.
    assertThat(spans).hasSizeBetween(30, 70).allMatch(span -> span.parentId().isEmpty());
    assertThat(node.claimAll(webhook))
        .hasSize(100)
        .filteredOn(delivery -> delivery.event().trace().isPresent())
        .hasSameSizeAs(spans)
        .allMatch(one -> one.traceId().equals(TraceContext.traceIdOf(one.messageId())));
  }
}
