package webhooks.domain.event.preview;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.PreparedRequest;
import webhooks.domain.delivery.history.payload.ShownPayloads;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishBody;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.preview.EventPreview.Refused;
import webhooks.domain.id.Ids;
import webhooks.domain.json.JsonText;
import webhooks.domain.node.Node;
import webhooks.domain.node.RunningNode;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.request.FormatException;
import webhooks.domain.option.selection.SelectedEvent;
import webhooks.domain.option.selection.SelectionRefusal;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.PreviewableWebhook;
import webhooks.domain.webhook.WebhookAccess;

/**
 * Shows what a webhook would get with its options, or with others. Nothing is sent or stored, and
 * no token is requested.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PreviewOptions {
  private static final String MESSAGE =
      "Cannot preview the options. Make sure the request body is valid.";

  @EJB private StoredEvents events;
  @Inject private WebhookAccess webhooks;
  @Inject private EventReader reader;
  @Inject private RunningNode running;
  @Inject private PreviewedOptions previewed;
  @Inject private ShownPayloads payloads;
  @Inject private PreviewLimit limit;
  @Inject private Settings settings;
  @Inject private Clock clock;

  /** Creates the bean, for the container. */
  public PreviewOptions() {}

  /** The beans that a preview reads from. */
  record Sources(
      StoredEvents events,
      EventReader reader,
      RunningNode running,
      PreviewedOptions previewed,
      ShownPayloads payloads) {}

  /** Creates the use case without a container, for tests. */
  PreviewOptions(Sources sources, WebhookAccess webhooks, Settings settings, Clock clock) {
    this.events = sources.events();
    this.reader = sources.reader();
    this.running = sources.running();
    this.previewed = sources.previewed();
    this.payloads = sources.payloads();
    this.webhooks = webhooks;
    this.limit = new PreviewLimit();
    this.settings = settings;
    this.clock = clock;
  }

  /** The outcome: of one event, or of stored ones. */
  public record Preview(Optional<EventPreview> event, Optional<StoredPreview> stored) {}

  /**
   * Makes a preview.
   *
   * @param webhookId from the path, not yet parsed
   * @param members the members of the body
   * @param bodyFaults the faults of the body as a whole
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults, {@code
   *     InsufficientPermissions}, {@code ServiceUnavailable} if too many previews are made
   */
  public Preview make(
      Caller caller, String webhookId, Map<String, Object> members, List<Fault> bodyFaults) {
    PreviewableWebhook webhook = webhooks.findPreviewable(caller, webhookId);
    webhook.permission().run();
    // Certificates of options are costly to read.
    return limit.make(caller, () -> make(webhook, members, bodyFaults));
  }

  private Preview make(
      PreviewableWebhook webhook, Map<String, Object> members, List<Fault> bodyFaults) {
    Faults faults = new Faults();
    PreviewRequest request = PreviewRequest.read(members, bodyFaults, clock.instant(), faults);
    WebhookOptions options =
        request
            .options()
            .map(given -> previewed.read(webhook, given, faults))
            .orElse(webhook.webhook().options());
    Optional<Event> event = request.event().flatMap(json -> event(webhook, json, faults));
    faults.refuseIfAny(ErrorCode.INVALID_REQUEST, MESSAGE);
    SendableWebhook sendable = new SendableWebhook(webhook.webhook().subscription(), options);
    return request.since().isPresent()
        ? new Preview(Optional.empty(), Optional.of(stored(webhook, sendable, request)))
        : new Preview(
            Optional.of(
                event
                    .map(given -> preview(webhook, sendable, given))
                    .orElseGet(() -> ofStored(webhook, sendable, request))),
            Optional.empty());
  }

  /** An event without an owner belongs to the account or the iTwin of the webhook. */
  private Optional<Event> event(
      PreviewableWebhook webhook, Map<String, Object> given, Faults faults) {
    Map<String, Object> json = new LinkedHashMap<>(given);
    if (json.get("accountId") == null && json.get("iTwinId") == null) {
      json.put(
          webhook.scope() == WebhookScope.ACCOUNT ? "accountId" : "iTwinId", webhook.scopeId());
    }
    PublishEvents read =
        reader.readRequest(
            PublishBody.ofITwinEvents(JsonText.of(json).getBytes(StandardCharsets.UTF_8)));
    read.faults()
        .forEach(
            fault ->
                faults.add(
                    Fault.of(
                        fault.code(),
                        "event" + fault.target().map(target -> "." + target).orElse(""),
                        fault.message())));
    return read.events().values().stream().findFirst();
  }

  private EventPreview preview(PreviewableWebhook webhook, SendableWebhook sendable, Event event) {
    String account = event.accountId().orElse(webhook.webhook().subscription().accountId());
    String iTwin = event.iTwinId().map(Object::toString).orElse(account);
    EventBody body =
        EventBody.of(
            event.id(), event.payload().bodyBeginning(event.id(), event.eventType(), iTwin));
    boolean inScope =
        webhook.scopeId().equals(webhook.scope() == WebhookScope.ACCOUNT ? account : iTwin);
    return preview(webhook, sendable, body, body, inScope);
  }

  private EventPreview ofStored(
      PreviewableWebhook webhook, SendableWebhook sendable, PreviewRequest request) {
    EventBody found =
        events
            .find(
                request.messageId().orElseThrow(),
                webhook.scope(),
                webhook.scopeId(),
                sendable.subscription().webhookId())
            .orElseThrow(
                () ->
                    refusal(
                        Fault.of(
                            FaultCode.INVALID_VALUE,
                            "messageId",
                            "No event with this id is stored in the webhook's scope.")));
    return preview(webhook, sendable, found, shown(sendable, found), true);
  }

  /** Hides what the delivery history hides, before options make a request of the event. */
  private EventBody shown(SendableWebhook webhook, EventBody stored) {
    UUID webhookId = webhook.subscription().webhookId();
    Optional<byte[]> whole =
        Optional.ofNullable(stored.bytes()).map(bytes -> LeasedDelivery.body(bytes, webhookId));
    byte[] shown =
        payloads
            .of(webhookId, whole)
            .body()
            .orElseThrow(
                () ->
                    refusal(
                        Fault.of(
                            FaultCode.PAYLOAD_ERASED,
                            "messageId",
                            "The payload of the event is erased.")));
    // Hidden values are in the content, so the end of the body keeps its length.
    int end = whole.orElseThrow().length - stored.size();
    return stored.withBytes(Arrays.copyOf(shown, shown.length - end));
  }

  private static Refusal refusal(Fault fault) {
    return new Refusal(ErrorCode.INVALID_REQUEST, MESSAGE, List.of(fault));
  }

  /**
   * Previews one event.
   *
   * @param body decides whether the event matches
   * @param shown the request is made from it
   */
  private EventPreview preview(
      PreviewableWebhook webhook,
      SendableWebhook sendable,
      EventBody body,
      EventBody shown,
      boolean inScope) {
    Optional<SelectionRefusal> refusal =
        sendable
            .options()
            .selection()
            .refusedBy(SelectedEvent.ofStored(body.bytes()), webhook.eventTypes());
    Optional<Refused> reason =
        inScope
            ? refusal.map(one -> one.isFiltered() ? Refused.FILTERED : Refused.NOT_SUBSCRIBED)
            : Optional.of(Refused.OTHER_SCOPE);
    Optional<String> filter =
        inScope ? refusal.flatMap(SelectionRefusal::filter) : Optional.empty();
    Node node =
        running
            .get()
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "This node is starting or stopping. Try again later."));
    try {
      PreparedRequest prepared = node.prepare(delivery(sendable, shown), sendable);
      return new EventPreview(reason, filter, Optional.of(prepared), Optional.empty());
    } catch (FormatException e) {
      return new EventPreview(
          reason, filter, Optional.empty(), Optional.of(AttemptCause.of(e.reason())));
    }
  }

  private LeasedDelivery delivery(SendableWebhook webhook, EventBody body) {
    Lease lease = Lease.starting(settings.delivery().lease());
    return new LeasedDelivery(
        Ids.next(),
        webhook.subscription().webhookId(),
        webhook.subscription().activation(),
        1,
        1,
        body,
        lease);
  }

  private StoredPreview stored(
      PreviewableWebhook webhook, SendableWebhook sendable, PreviewRequest request) {
    StoredCount count = new StoredCount(sendable, webhook.eventTypes());
    boolean complete =
        events.read(request.since().orElseThrow(), webhook.scope(), webhook.scopeId(), count::take);
    return count.result(complete);
  }
}
