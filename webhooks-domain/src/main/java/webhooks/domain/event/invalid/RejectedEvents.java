package webhooks.domain.event.invalid;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.node.InvalidEventCursor;
import webhooks.domain.node.InvalidEventQueue;
import webhooks.domain.node.Node;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.node.RunningNode;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;

/**
 * Lists rejected events for an administrator, and replays them after the cause is fixed.
 *
 * <p>Knows no JMS: the node gives access to the queue. Starts no transaction itself, because the
 * database and the queue never share one. Safe for several threads.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RejectedEvents {
  private static final int MAX_IDS = 1000;
  private static final int MAX_ID_LENGTH = 255;

  @EJB private AuditTrail audit;
  @Inject private RunningNode node;

  /** Creates the bean, for the container. */
  public RejectedEvents() {}

  /** Creates the use case, for tests without a container. */
  RejectedEvents(AuditTrail audit, RunningNode node) {
    this.audit = audit;
    this.node = node;
  }

  private InvalidEventQueue queue() {
    return node.get()
        .map(Node::invalidEvents)
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorCode.SERVICE_UNAVAILABLE, "Intake does not run. Try again later."));
  }

  /**
   * Returns a page of rejected events in the order of the queue, the oldest first.
   *
   * @throws Refusal {@code InvalidRequest} with all faults; {@code ServiceUnavailable} while the
   *     broker does not answer, or intake does not run
   */
  public Page<RejectedEvent> list(Caller by, ListRejectedEvents request) {
    by.require(TokenScope.ADMIN);
    Faults faults = new Faults(request.faults());
    int top = PageRules.top(request.top(), faults);
    Optional<InvalidEventCursor> after =
        PageRules.after(request.continuationToken(), faults, InvalidEventCursor::of);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot list invalid events. Make sure the query parameters are valid.");
    return Page.of(
        queue().list(after, top + 1),
        top,
        last -> new InvalidEventCursor(last.time(), last.id()).token());
  }

  /**
   * Moves rejected events back to intake. Ignores ids that are not in the queue.
   *
   * <p>The queue moves them in steps. Before the commit of each step, the audit entry gets the
   * number of messages moved by then. After a failure this number may include one step that was not
   * committed.
   *
   * @return the number of replayed messages
   * @throws Refusal {@code InvalidRequest} with all faults; {@code ServiceUnavailable} while the
   *     broker does not answer, or intake does not run; earlier steps may have been committed
   */
  public int replay(Caller by, ReplayRejectedEvents request) {
    by.require(TokenScope.ADMIN);
    Optional<Set<String>> ids = check(request);
    AuditEntry entry = AuditEntry.of(by.actor(), AuditAction.EVENTS_REPLAYED);
    int count = queue().replay(ids, soFar -> audit.upsert(entry.withCount(soFar)));
    audit.upsert(entry.withCount(count));
    return count;
  }

  private static Optional<Set<String>> check(ReplayRejectedEvents request) {
    Faults faults = new Faults(request.faults());
    if (request.ids().filter(ids -> !isValid(ids)).isPresent()) {
      faults.invalid(
          "ids",
          "'ids' must hold 1 to %d ids, each of 1 to %d characters."
              .formatted(MAX_IDS, MAX_ID_LENGTH));
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "Cannot replay events. Make sure the request body is valid.");
    return request.ids().map(HashSet::new);
  }

  private static boolean isValid(List<String> ids) {
    return !ids.isEmpty()
        && ids.size() <= MAX_IDS
        && ids.stream().allMatch(id -> Ids.isOpaque(id, MAX_ID_LENGTH));
  }
}
