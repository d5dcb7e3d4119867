package webhooks.domain.event.invalid;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.node.InvalidEventCursor;
import webhooks.domain.node.InvalidEventQueue;
import webhooks.domain.node.Node;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.node.RejectedSelection;
import webhooks.domain.node.RunningNode;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;

/**
 * Lists rejected events for an administrator, corrects them, replays them after the cause is fixed,
 * or discards them.
 *
 * <p>Knows no JMS: the node gives access to the queue. Starts no transaction itself, because the
 * database and the queue never share one. Safe for several threads.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RejectedEvents {
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
    Faults faults = new Faults(request.selection().faults());
    int top = PageRules.top(request.top(), faults);
    Optional<InvalidEventCursor> after =
        PageRules.after(request.continuationToken(), faults, InvalidEventCursor::of);
    RejectedSelection selection = SelectionRules.check(request.selection(), faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot list invalid events. Make sure the query parameters are valid.");
    return Page.of(
        queue().list(selection, after, top + 1),
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
  public int replay(Caller by, SelectRejectedEvents request) {
    by.require(TokenScope.ADMIN);
    RejectedSelection selection = check(request, "replay");
    AuditEntry entry = AuditEntry.of(by.actor(), AuditAction.EVENTS_REPLAYED);
    int count = queue().replay(selection, soFar -> audit.upsert(entry.withCount(soFar)));
    audit.upsert(entry.withCount(count));
    return count;
  }

  /**
   * Discards rejected events for good. Ignores ids that are not in the queue. Works in steps, which
   * are audited as in {@link #replay}.
   *
   * @return the number of discarded messages
   * @throws Refusal {@code InvalidRequest} with all faults; {@code ServiceUnavailable} while the
   *     broker does not answer, or intake does not run; earlier steps may have been committed
   */
  public int discard(Caller by, SelectRejectedEvents request) {
    by.require(TokenScope.ADMIN);
    RejectedSelection selection = check(request, "discard");
    AuditEntry entry = AuditEntry.of(by.actor(), AuditAction.EVENTS_DISCARDED);
    int count = queue().discard(selection, soFar -> audit.upsert(entry.withCount(soFar)));
    audit.upsert(entry.withCount(count));
    return count;
  }

  private static RejectedSelection check(SelectRejectedEvents request, String act) {
    Faults faults = new Faults(request.faults());
    RejectedSelection selection = SelectionRules.check(request, faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot " + act + " events. Make sure the request body is valid.");
    return selection;
  }

  /**
   * Replaces the body of a rejected event. It stays in the queue until it is replayed, with a new
   * id and time.
   *
   * @param id from the path
   * @throws Refusal {@code EventNotFound}, {@code InvalidRequest} if the body is no JSON object;
   *     {@code ServiceUnavailable} while the broker does not answer, or intake does not run
   */
  public RejectedEvent edit(Caller by, String id, EditRejectedEvent request) {
    by.require(TokenScope.ADMIN);
    InvalidEventQueue queue = queue();
    if (!SelectionRules.isId(id)) {
      throw notFound();
    }
    new Faults(request.faults())
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST, "Cannot change the event. The body must be a JSON object.");
    AuditEntry entry =
        AuditEntry.of(by.actor(), AuditAction.REJECTED_EVENT_EDITED).withDetail("id=" + id);
    return queue
        .replace(id, request.body(), () -> audit.upsert(entry))
        .orElseThrow(RejectedEvents::notFound);
  }

  private static Refusal notFound() {
    return new Refusal(ErrorCode.EVENT_NOT_FOUND, "Requested event is not available.");
  }
}
