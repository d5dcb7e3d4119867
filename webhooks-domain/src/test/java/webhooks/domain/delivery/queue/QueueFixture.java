package webhooks.domain.delivery.queue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import webhooks.domain.FiredEvents;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.NoChangeLock;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.event.ingest.IngestResult;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.webhook.WebhookRow;

/** A node that accepts events and claims deliveries, each call in a transaction. */
final class QueueFixture {
  static final String TYPE = "iModels.changesReady.v1";
  static final String ACCOUNT = "account-1";

  /** A lease that outlasts a test. */
  static final Duration LONG = Duration.ofMinutes(5);

  final TestDatabase database;
  final Subscriptions subscriptions;
  final FakeDeactivations deactivations = new FakeDeactivations();
  private final FailureSums failures;
  final FiredEvents fired;
  private final DeliveryQueue queue;
  private final EventIngest events;
  private final EventReader reader;

  /** Creates a node with long leases on a database that is emptied first. */
  static QueueFixture onEmpty(TestDatabase database) {
    database.clear();
    return new QueueFixture(database, LONG);
  }

  QueueFixture(TestDatabase database, Duration lease) {
    this.database = database;
    Settings settings = settings(lease);
    this.subscriptions = new Subscriptions(WebhookRow.CIPHER);
    this.fired = new ObservedEvents(database);
    this.queue =
        new DeliveryQueue(database.database(), subscriptions, settings, deactivations, fired);
    this.failures = new FailureSums(new TransactionalStreaks(database, fired), deactivations);
    this.events =
        new EventIngest(database.database(), subscriptions, settings, new NoChangeLock(), fired);
    this.reader = new EventReader(new EventTypes(settings), Clock.systemUTC());
  }

  /** A lease lasts ten seconds longer than the time-out of an attempt. */
  private static Settings settings(Duration lease) {
    return NodeSettings.of(
        new DeliverySettings(
            lease.minusSeconds(10),
            List.of(Duration.ofSeconds(1)),
            1,
            1,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false));
  }

  UUID webhook(boolean active, long activation) {
    return new WebhookRow()
        .with("account_id", ACCOUNT)
        .with("scope_id", ACCOUNT)
        .with("active", active)
        .with("activation", activation)
        .insertInto(database);
  }

  void change(UUID webhook, boolean active, long activation) {
    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set active = ?, activation = ?, version = (select version from"
            + " webhook_version) where id = ?",
        active,
        activation,
        webhook);
  }

  Event event(UUID id) {
    String json =
        "{\"messageId\":\"%s\",\"eventType\":\"%s\",\"accountId\":\"%s\",\"content\":{\"n\":1.0E5}}"
            .formatted(id, TYPE, ACCOUNT);
    return reader.read(json.getBytes(StandardCharsets.UTF_8), Ids::next);
  }

  List<UUID> accept(int count, Slots slots) {
    List<UUID> ids = Stream.generate(UUID::randomUUID).limit(count).toList();
    accept(ids, slots);
    return ids;
  }

  IngestResult accept(Collection<UUID> ids, Slots slots) {
    List<Event> batch = ids.stream().map(this::event).toList();
    return database.inTransaction(() -> events.accept(batch, Map.of(), slots));
  }

  /** Accepts events in the current transaction. */
  void acceptInTransaction(Collection<UUID> ids, Slots slots) {
    events.accept(ids.stream().map(this::event).toList(), Map.of(), slots);
  }

  /** Claims from backlogs in the current transaction. */
  Claim claimBacklogInTransaction(Slots slots, Map<UUID, Integer> taken) {
    return queue.claimBacklog(slots, taken);
  }

  /** Records outcomes in the current transaction. */
  int recordInTransaction(List<Outcome> outcomes) {
    return queue.record(outcomes);
  }

  /** Accepts events with large contents into the backlogs of their webhooks. */
  void acceptLarge(int count, int bytes) {
    List<Event> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String json =
          "{\"eventType\":\"%s\",\"accountId\":\"%s\",\"content\":{\"n\":\"%s\"}}"
              .formatted(TYPE, ACCOUNT, "x".repeat(bytes));
      batch.add(reader.read(json.getBytes(StandardCharsets.UTF_8), Ids::next));
    }
    database.inTransaction(() -> events.accept(batch, Map.of(), Slots.NONE));
  }

  /** Accepts an event of an unknown iTwin; returns the events without an account. */
  Set<Event> acceptOfUnknownITwin() {
    Event known = event(UUID.randomUUID());
    Event unknown =
        new Event(
            known.id(),
            known.eventType(),
            Optional.empty(),
            Optional.of(UUID.randomUUID()),
            known.payload());
    return database
        .inTransaction(() -> events.accept(List.of(unknown), Map.of(), Slots.NONE))
        .withoutAccount();
  }

  /** Lets leases end and retries become due, by the database's clock. */
  void makeDue() {
    database.execute(
        "update delivery_pending set due_at = current_timestamp - interval '1' second");
  }

  /** Counts the deliveries that are due, or whose lease ends, at exactly this time. */
  long dueAt(Instant time) {
    String query = "select count(*) from delivery where due_at = ?";
    return database.count(query, time.atOffset(ZoneOffset.UTC));
  }

  Claim claimDue(Slots slots, int limit) {
    return database.inTransaction(() -> queue.claimDue(slots, limit, Duration.ofDays(10_000)));
  }

  Claim claimBacklog(Slots slots, Map<UUID, Integer> taken) {
    return database.inTransaction(() -> queue.claimBacklog(slots, taken));
  }

  List<UUID> webhooks(Function<DeliveryQueue, List<UUID>> question) {
    return database.inTransaction(() -> question.apply(queue));
  }

  PendingDeliveries pendingDeliveries() {
    return database.inTransaction(queue::pendingDeliveries);
  }

  /** Records outcomes, and counts their failures as the worker does. */
  int record(List<Outcome> outcomes) {
    int before = fired.of(OutcomesRecorded.class).size();
    int lost = recordOnly(outcomes);
    fired.of(OutcomesRecorded.class).stream().skip(before).forEach(failures::recorded);
    failures.write();
    return lost;
  }

  /** Records outcomes on a node that dies before it counts their failures. */
  int recordOnly(List<Outcome> outcomes) {
    List<Outcome> ofPresent = outcomes.stream().map(this::withPresentVersion).toList();
    return database.inTransaction(() -> queue.record(ofPresent));
  }

  /** The outcomes of these tests are made with version 1, whatever the webhook's is. */
  private Outcome withPresentVersion(Outcome outcome) {
    String query = "select version from webhook where id = ?";
    long version = database.count(query, outcome.delivery().webhookId());
    return outcome.webhookVersion() != 1
        ? outcome
        : new Outcome(
            outcome.delivery(), outcome.attempt(), version, outcome.status(), outcome.retryIn());
  }

  void release(List<LeasedDelivery> deliveries) {
    inTransaction(() -> queue.release(deliveries));
  }

  void returnToBacklog(List<LeasedDelivery> deliveries) {
    inTransaction(() -> queue.returnToBacklog(deliveries));
  }

  private void inTransaction(Runnable work) {
    database.inTransaction(Executors.callable(work));
  }

  long deliveries(DeliveryStatus status) {
    return database.count("select count(*) from delivery where status = ?", status.number());
  }

  static Outcome succeeded(LeasedDelivery delivery) {
    return new Outcome(delivery, attempt(204, null), 1, DeliveryStatus.SUCCEEDED, Duration.ZERO);
  }

  static Outcome retry(LeasedDelivery delivery, Duration in) {
    return new Outcome(delivery, attempt(0, AttemptError.CONNECT), 1, DeliveryStatus.PENDING, in);
  }

  static Outcome exhausted(LeasedDelivery delivery) {
    return new Outcome(
        delivery, attempt(0, AttemptError.CONNECT), 1, DeliveryStatus.EXHAUSTED, Duration.ZERO);
  }

  /** Returns a failure with these headers. */
  static Outcome failed(LeasedDelivery delivery, AttemptHeaders headers) {
    Attempt failed = attempt(503, AttemptError.STATUS);
    return new Outcome(
        delivery,
        new Attempt(
            failed.started(),
            failed.duration(),
            failed.statusCode(),
            failed.error(),
            failed.cause(),
            failed.excerpt(),
            failed.retryAfter(),
            headers,
            Optional.empty()),
        1,
        DeliveryStatus.EXHAUSTED,
        Duration.ZERO);
  }

  /** Returns a failure whose receiver asked for a pause of all deliveries. */
  Outcome pausing(LeasedDelivery delivery, Duration pause) {
    return new Outcome(
        delivery,
        attempt(503, AttemptError.STATUS, Optional.of(pause)),
        subscriptions.find(delivery.webhookId()).orElseThrow().version(),
        DeliveryStatus.PENDING,
        pause);
  }

  private static Attempt attempt(int status, AttemptError error) {
    return attempt(status, error, Optional.empty());
  }

  private static Attempt attempt(int status, AttemptError error, Optional<Duration> retryAfter) {
    return new Attempt(
        Instant.parse("2026-10-02T14:55:00.463Z"),
        Duration.ofMillis(12),
        status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
        Optional.ofNullable(error),
        error == AttemptError.CONNECT ? Optional.of(AttemptCause.REFUSED) : Optional.empty(),
        new byte[] {0, (byte) 0xff, 'x'},
        retryAfter,
        AttemptHeaders.NONE,
        Optional.empty());
  }
}
