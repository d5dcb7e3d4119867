package webhooks.domain.delivery.history.recover;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.filter.LatestAttempt;
import webhooks.domain.delivery.queue.requeue.RecoverySelection;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;
import webhooks.domain.page.PageRules;

/** The rules for requests to recover deliveries. All faults of a request are reported at once. */
final class RecoveryRules {
  private static final String MESSAGE_IDS = "messageIds";
  private static final String STATUS = "status";

  /** The statuses that a recovery may name. */
  private static final Set<DeliveryStatus> UNDELIVERED =
      EnumSet.complementOf(EnumSet.of(DeliveryStatus.SUCCEEDED));

  private RecoveryRules() {}

  /**
   * Checks a request.
   *
   * @param act what the request is for, as a verb
   * @throws webhooks.domain.error.Refusal with every fault
   */
  static RecoveryQuery check(RecoverDeliveries request, String act) {
    Faults faults = new Faults(request.faults());
    Optional<Instant> since = Optional.empty();
    Optional<Instant> until = Optional.empty();
    Set<DeliveryStatus> statuses = DeliveryRules.RECOVERABLE;
    RecoverySelection selection = RecoverySelection.ALL;
    if (!faults.concernWholeBody()) {
      boolean namesEvents = request.messageIds().isPresent() || faults.has(MESSAGE_IDS);
      if (request.since().isEmpty() && !namesEvents) {
        faults.missing("since");
      }
      since = PageRules.time("since", request.since(), faults);
      until = PageRules.time("until", request.until(), faults);
      statuses =
          request.status().map(texts -> statuses(texts, faults)).orElse(DeliveryRules.RECOVERABLE);
      PageRules.checkEventType(request.eventType(), faults);
      selection =
          new RecoverySelection(
              request.eventType(),
              LatestAttempt.check(request.error(), request.statusCode(), faults),
              request.messageIds().map(ids -> messageIds(ids, faults)).orElse(List.of()));
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot " + act + " deliveries. Make sure the request body is valid.");
    return new RecoveryQuery(since.orElse(Instant.EPOCH), until, statuses, selection);
  }

  private static List<UUID> messageIds(List<String> texts, Faults faults) {
    if (texts.isEmpty() || texts.size() > RecoverySelection.MAX_MESSAGE_IDS) {
      faults.invalid(
          MESSAGE_IDS,
          "'messageIds' must name 1 to %d ids.".formatted(RecoverySelection.MAX_MESSAGE_IDS));
      return List.of();
    }
    Set<UUID> ids = new LinkedHashSet<>();
    for (String text : texts) {
      Optional<UUID> id = Ids.parse(text);
      if (id.isEmpty()) {
        faults.invalid(MESSAGE_IDS, "'messageIds' must be UUIDs.");
        return List.of();
      }
      ids.add(id.get());
    }
    return List.copyOf(ids);
  }

  private static Set<DeliveryStatus> statuses(List<String> texts, Faults faults) {
    if (texts.isEmpty()) {
      faults.invalid(STATUS, "'status' must name at least one status.");
    }
    if (texts.stream()
        .anyMatch(text -> DeliveryStatus.of(text).filter(UNDELIVERED::contains).isEmpty())) {
      faults.invalid(STATUS, "'status' must be pending or exhausted or cancelled.");
    }
    return texts.stream()
        .flatMap(text -> DeliveryStatus.of(text).stream())
        .collect(Collectors.toSet());
  }
}
