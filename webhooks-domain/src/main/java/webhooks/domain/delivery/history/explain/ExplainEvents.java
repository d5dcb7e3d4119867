package webhooks.domain.delivery.history.explain;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import webhooks.domain.access.Caller;
import webhooks.domain.database.ListLimit;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.explain.Explanation.ExplainedEvent;
import webhooks.domain.delivery.history.state.WebhookStateRepository;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.option.selection.SelectedEvent;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.ExplainedWebhooks;
import webhooks.domain.webhook.revision.ExplainedWebhook;
import webhooks.domain.webhook.revision.SettingsAt;

/**
 * Explains what has become of an event for a webhook.
 *
 * <p>An event of which the caller may not know gets the same answer as an event that is not stored:
 * {@link Result#NEVER_RECEIVED}. If several known events have the message id, the newest one is
 * explained. Starts no transaction itself, because a permission check may call another server.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ExplainEvents {
  static final String INVALID =
      "Cannot explain the event. Make sure the query parameters are valid.";

  private static final String MESSAGE_ID = "messageId";

  @Inject private ExplainedWebhooks webhooks;
  @Inject private ListLimit limit;
  @Inject private Settings settings;
  @EJB private ExplanationRepository repository;
  @EJB private WebhookStateRepository states;

  /** Creates the bean, for the container. */
  public ExplainEvents() {}

  /** Creates the use case without a container, for tests. */
  ExplainEvents(
      ExplainedWebhooks webhooks,
      ListLimit limit,
      Settings settings,
      ExplanationRepository repository,
      WebhookStateRepository states) {
    this.webhooks = webhooks;
    this.limit = limit;
    this.settings = settings;
    this.repository = repository;
    this.states = states;
  }

  /**
   * Explains an event for a webhook of the caller.
   *
   * @param webhookId from the path, not yet parsed
   * @param messageId from the query, not yet parsed
   * @param faults the faults found while the request was read
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest} with all faults, {@code ServiceUnavailable} if too many lists are being
   *     read, or the access control does not answer
   */
  public Explanation explain(
      Caller caller, String webhookId, Optional<String> messageId, List<Fault> faults) {
    return explain(caller, () -> webhooks.find(caller, webhookId), check(messageId, faults));
  }

  /**
   * Explains an event for a webhook of the caller, with the present URL of the webhook.
   *
   * @throws Refusal as {@link #explain}
   */
  public AccountExplanations.Explained explainWithUrl(
      Caller caller, UUID webhookId, UUID messageId) {
    ExplainedWebhook webhook = webhooks.find(caller, webhookId.toString());
    return new AccountExplanations.Explained(
        webhookId,
        Optional.of(webhook.settings().callbackUrl()),
        limit.read(caller.limitKey(), () -> explain(webhook, messageId)));
  }

  /**
   * Explains an event for any webhook, for an administrator of the product, who does not see what
   * may have credentials: the query of the URL, and options that select no events.
   *
   * @param webhookId from the path, not yet parsed
   * @param messageId from the query, not yet parsed
   * @param faults the faults found while the request was read
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults, {@code
   *     ServiceUnavailable} if too many lists are being read
   */
  public Explanation explainAsAdmin(
      Caller by, String webhookId, Optional<String> messageId, List<Fault> faults) {
    return explain(by, () -> webhooks.findAsAdmin(by, webhookId), check(messageId, faults))
        .withoutCredentials();
  }

  /** Returns the message id, and adds its faults. */
  static Optional<UUID> check(Optional<String> messageId, Faults faults) {
    Optional<UUID> id = messageId.flatMap(Ids::parse);
    if (messageId.isEmpty()) {
      faults.missing(MESSAGE_ID);
    } else if (id.isEmpty()) {
      faults.invalid(MESSAGE_ID, "'messageId' must be a UUID.");
    }
    return id;
  }

  /** Returns the message id after the webhook is found: an unknown webhook is refused first. */
  private static Supplier<UUID> check(Optional<String> messageId, List<Fault> before) {
    return () -> {
      Faults faults = new Faults(before);
      Optional<UUID> id = check(messageId, faults);
      faults.refuseIfAny(ErrorCode.INVALID_REQUEST, INVALID);
      return id.orElseThrow();
    };
  }

  private Explanation explain(
      Caller caller, Supplier<ExplainedWebhook> find, Supplier<UUID> messageId) {
    ExplainedWebhook webhook = find.get();
    UUID id = messageId.get();
    return limit.read(caller.limitKey(), () -> explain(webhook, id));
  }

  /** An event of which the caller may know, with its delivery to the webhook. */
  private record Known(StoredEvent event, Optional<StoredDelivery> delivery) {}

  private Explanation explain(ExplainedWebhook webhook, UUID messageId) {
    List<Known> known = known(webhook, messageId);
    if (known.isEmpty()) {
      return Explanation.neverReceived(messageId);
    }
    Known newest = known.get(0);
    StoredEvent event = newest.event();
    SettingsAt settingsAt = webhooks.settingsAt(webhook, event.stored());
    MatchVerdict match =
        new MatchVerdict(
            webhook, event, () -> repository.body(event.id()).map(SelectedEvent::ofStored));
    MatchVerdict.Decision decision =
        newest
            .delivery()
            .map(
                delivery ->
                    new MatchVerdict.Decision(
                        verdict(webhook, event, delivery), match.matching(settingsAt)))
            .orElseGet(() -> match.of(settingsAt));
    return new Explanation(
        messageId,
        decision.verdict(),
        Optional.of(
            new ExplainedEvent(
                event.eventType(),
                event.iTwinId(),
                event.enqueued(),
                event.stored(),
                known.size() - 1)),
        decision.settings(),
        newest.delivery());
  }

  private Explanation.Verdict verdict(
      ExplainedWebhook webhook, StoredEvent event, StoredDelivery delivery) {
    boolean mayHaveEnded = delivery.status() == DeliveryStatus.CANCELLED || !delivery.deliverable();
    return new DeliveryVerdict(webhook, states.holds(webhook.id(), webhook.owner().accountId()))
        .of(
            delivery,
            mayHaveEnded ? webhooks.inactiveAfter(webhook, event.stored()) : Optional.empty());
  }

  private List<Known> known(ExplainedWebhook webhook, UUID messageId) {
    Instant firstKept = repository.now().minus(settings.retention());
    List<Known> known = new ArrayList<>();
    for (StoredEvent event : repository.events(messageId, webhook)) {
      Optional<StoredDelivery> delivery = repository.delivery(webhook.id(), event.id());
      if (delivery.isPresent() || event.stored().isAfter(firstKept) && isVisible(webhook, event)) {
        known.add(new Known(event, delivery));
      }
    }
    return known;
  }

  /** An operational event concerns one owner, not the whole account. */
  private boolean isVisible(ExplainedWebhook webhook, StoredEvent event) {
    return webhook.visible().include(event.accountId(), event.iTwinId())
        && (!event.isOperational()
            || webhook.visible().all()
            || event
                .about()
                .filter(about -> repository.isOfOwner(about, webhook.owner()))
                .isPresent());
  }
}
