package webhooks.domain.event.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.FiredEvents;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.lock.ChangeLock;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishBody;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.trace.TraceContext;
import webhooks.domain.webhook.PendingDeactivations;
import webhooks.domain.webhook.WebhookRow;

/** A node that accepts events from messages and from requests. */
public final class IngestNode {
  static final String READY = "iModels.changesReady.v1";
  static final String CREATED = "iTwins.iTwinCreated.v1";
  static final String DELETED = "iTwins.iTwinDeleted.v1";
  static final Settings SETTINGS =
      NodeSettings.of(
          new DeliverySettings(
              Duration.ofMinutes(5),
              List.of(),
              1,
              1,
              List.of(),
              Optional.empty(),
              Optional.empty(),
              false));

  final TestDatabase database;

  /** Counts how often the node took the lock of changes. */
  final AtomicInteger locked = new AtomicInteger();

  /** Keeps the CDI events of the node. */
  final FiredEvents fired = new FiredEvents();

  final DeliveryQueue queue;
  private final EventIngest events;
  private final EventReader reader;

  private int maxDeliveries = EventIngest.MAX_DELIVERIES;
  private int maxDeliveriesOfRequest = EventIngest.MAX_DELIVERIES_OF_REQUEST;

  /** Blocks each transaction until as many have begun. */
  private volatile CountDownLatch begun = new CountDownLatch(0);

  IngestNode(TestDatabase database) {
    this(database, SETTINGS);
  }

  private final ChangeLock lock =
      new ChangeLock() {
        @Override
        public void take() {
          locked.incrementAndGet();
        }
      };

  private IngestNode(TestDatabase database, Settings settings) {
    this.database = database;
    Subscriptions subscriptions = new Subscriptions(WebhookRow.CIPHER);
    this.queue =
        new DeliveryQueue(
            database.database(), subscriptions, settings, new PendingDeactivations(), fired);
    this.events = new TransactionalEvents(database, subscriptions, settings);
    this.reader = new EventReader(new EventTypes(settings), Clock.systemUTC());
  }

  /** Lowers the maximum number of deliveries in a transaction of several events. */
  void limitDeliveries(int max) {
    maxDeliveries = max;
  }

  /** Lowers the maximum number of deliveries of a request that is stored with others. */
  void limitDeliveriesOfRequest(int max) {
    maxDeliveriesOfRequest = max;
  }

  /** Runs each call in a transaction of its own, as the container does. */
  private final class TransactionalEvents extends EventIngest {
    private TransactionalEvents(
        TestDatabase database, Subscriptions subscriptions, Settings settings) {
      super(database.database(), subscriptions, settings, lock, fired);
    }

    @Override
    protected int maxDeliveries() {
      return maxDeliveries;
    }

    @Override
    protected int maxDeliveriesOfRequest() {
      return maxDeliveriesOfRequest;
    }

    @Override
    public PublishedRequests publishAlone(PublishEvents request, Slots slots) {
      return database.inTransaction(() -> super.publishAlone(request, slots));
    }

    @Override
    public IngestResult accept(List<Event> events, Map<UUID, String> formerAccounts, Slots slots) {
      return database.inTransaction(() -> super.accept(events, formerAccounts, slots));
    }

    @Override
    public PublishedRequests publish(List<PublishEvents> requests, Slots slots) {
      return database.inTransaction(
          () -> {
            begun.countDown();
            begun.await();
            return super.publish(requests, slots);
          });
    }
  }

  /** Creates a node on a database that is emptied first. */
  public static IngestNode onEmpty(TestDatabase database) {
    return onEmpty(database, SETTINGS);
  }

  /** Creates a node with its own settings, which have {@link NodeSettings#KEY}. */
  static IngestNode onEmpty(TestDatabase database, Settings settings) {
    database.clear();
    return new IngestNode(database, settings);
  }

  /** Returns the use case, which runs each call in a transaction of its own. */
  public EventIngest ingest() {
    return events;
  }

  PublishResult publish(String body) {
    return publish(body, Optional.empty());
  }

  /** Publishes the body of a request that came with a trace. */
  PublishResult publish(String body, Optional<TraceContext> trace) {
    PublishEvents request = read(body).withTrace(trace);
    if (request.events().isEmpty()) {
      request.refuseIfFaulty(List.of());
    }
    PublishedRequests published =
        DatabaseFailure.retryOnConflict(() -> events.publish(List.of(request), Slots.NONE));
    if (published.outcomes().get(0) instanceof PublishOutcome.Refused refused) {
      throw refused.refusal();
    }
    return ((PublishOutcome.Stored) published.outcomes().get(0)).result();
  }

  private PublishEvents read(String body) {
    return reader.readRequest(PublishBody.ofITwinEvents(body.getBytes(StandardCharsets.UTF_8)));
  }

  PublishedRequests publishTogether(String... bodies) {
    return publishTogether(Slots.NONE, bodies);
  }

  /** Publishes the body of a request in a transaction of its own, with these slots. */
  PublishedRequests publishAlone(Slots slots, String body) {
    return events.publishAlone(read(body), slots);
  }

  /** Publishes the bodies of several requests in one transaction, with these slots. */
  PublishedRequests publishTogether(Slots slots, String... bodies) {
    return events.publish(Stream.of(bodies).map(this::read).toList(), slots);
  }

  IngestResult receive(String... messages) {
    return receive(List.of(messages), Map.of());
  }

  /** Accepts messages of a batch of which an earlier transaction gave these former accounts. */
  IngestResult receive(List<String> messages, Map<UUID, String> formerAccounts) {
    List<Event> batch =
        messages.stream()
            .map(message -> reader.read(message.getBytes(StandardCharsets.UTF_8), Ids::next))
            .toList();
    return events.accept(batch, formerAccounts, Slots.NONE);
  }

  /** Inserts an iTwin on which the client holds a permission. */
  public UUID insertITwin(String account) {
    UUID id = UUID.randomUUID();
    database.execute("insert into itwin (id, account_id) values (?, ?)", id, account);
    database.execute(
        "insert into itwin_grant (itwin_id, client_id, permission)"
            + " values (?, 'client', 'webhooks_maintainer')",
        id);
    return id;
  }

  /** Inserts an active webhook. */
  public UUID insertWebhook(String scope, String scopeId, String eventTypes) {
    return new WebhookRow()
        .with("scope", scope)
        .with("scope_id", scopeId)
        .with("event_types", eventTypes)
        .insertInto(database);
  }

  /** Claims the backlog of the webhook; returns the message ids. */
  Set<UUID> claim(UUID webhook) {
    return claimAll(webhook).stream().map(LeasedDelivery::messageId).collect(Collectors.toSet());
  }

  List<LeasedDelivery> claimAll(UUID webhook) {
    return database
        .inTransaction(() -> queue.claimBacklog(CountedSlots.enough(), Map.of(webhook, 100)))
        .deliveries();
  }

  /** Returns whether the directory has the iTwin with this account. */
  boolean hasITwin(UUID iTwin, String account) {
    return database.count(
            "select count(*) from itwin where id = ? and account_id = ?", iTwin, account)
        == 1;
  }

  /** Returns whether the directory has the iTwin, or a grant on it. */
  public boolean hasITwin(UUID iTwin) {
    return database.count("select count(*) from itwin where id = ?", iTwin)
            + database.count("select count(*) from itwin_grant where itwin_id = ?", iTwin)
        > 0;
  }

  /** Returns the webhooks that were deactivated by a removed permission. */
  public Set<UUID> deactivated() {
    return database.ids(
        "select id from webhook where not active and deactivation_reason = 'permissionRemoved'");
  }

  /** Returns the number of stored events. */
  public long events() {
    return database.count("select count(*) from event");
  }

  /** Returns the JSON of an event without the values that are null. */
  static String event(UUID id, String type, UUID iTwin, String account) {
    return "{\"messageId\":\"%s\",\"eventType\":\"%s\",\"content\":{}%s%s}"
        .formatted(
            id,
            type,
            iTwin == null ? "" : ",\"iTwinId\":\"" + iTwin + "\"",
            account == null ? "" : ",\"accountId\":\"" + account + "\"");
  }

  static String event(String type, UUID iTwin, String account) {
    return event(UUID.randomUUID(), type, iTwin, account);
  }

  /** Publishes in several transactions at the same time; returns all results. */
  List<PublishResult> publishSimultaneously(int times, Callable<PublishResult> call)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    begun = new CountDownLatch(times);
    List<Future<PublishResult>> all = threads.invokeAll(Collections.nCopies(times, call));
    threads.shutdown();
    List<PublishResult> results = new ArrayList<>();
    for (Future<PublishResult> one : all) {
      results.add(one.get());
    }
    return results;
  }
}
