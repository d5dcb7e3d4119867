package webhooks.domain.event.erasure;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.directory.ITwinDirectory;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.erasure.EraseEvents.ErasureOrder;
import webhooks.domain.id.Ids;
import webhooks.domain.node.InvalidEventQueue;
import webhooks.domain.node.Node;
import webhooks.domain.node.RunningNode;
import webhooks.domain.option.OptionSupport;

/**
 * Erases all events of an account that have a value, for an administrator of the product: first the
 * stored events, then the rejected ones.
 *
 * <p>Starts no transaction itself, because the database and the queue never share one. The request
 * makes the first steps. Nodes make the others, also if the node of the request dies.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Erasures {
  private static final Logger LOG = Logger.getLogger(Erasures.class.getName());

  /** How long a request makes steps itself. */
  private static final Duration MAX_REQUEST = Duration.ofSeconds(4);

  /** The interval at which a search renews its lease. */
  private static final Duration KEEP = Duration.ofSeconds(15);

  @EJB private ErasureRepository repository;
  @EJB private ITwinDirectory directory;
  @Inject private ErasureReceipts receipts;
  @Inject private OptionSupport support;
  @Inject private RunningNode node;

  /**
   * Starts an erasure, and returns it as far as it has come.
   *
   * @throws Refusal {@code InvalidRequest} with all faults; {@code ServiceUnavailable} while a node
   *     of an earlier version runs, which would send erased events, or if too many erasures run
   */
  public Erasure start(Caller by, EraseEvents request) {
    by.require(TokenScope.ADMIN);
    ErasureOrder order = request.check();
    requireSupport(support);
    AuditEntry entry =
        AuditEntry.of(by.actor(), AuditAction.EVENTS_ERASED).onAccount(order.accountId());
    UUID id = repository.add(order, entry);
    long begin = System.nanoTime();
    try {
      while (continueOf(id) && System.nanoTime() - begin < MAX_REQUEST.toNanos()) {
        // Each call is a step.
      }
    } catch (DatabaseFailure | Refusal e) {
      // The erasure is stored, so nodes continue it.
      LOG.log(Level.INFO, "Erasure {0} continues in the background", id);
    }
    return find(id);
  }

  /**
   * Checks that each node knows that a body can be erased.
   *
   * @throws Refusal {@code ServiceUnavailable} while a node of an earlier version runs
   */
  static void requireSupport(OptionSupport support) {
    if (!support.isOfAllNodes()) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE,
          "Nothing can be erased while a node of an earlier version runs. Try again later.");
    }
  }

  /**
   * Returns an erasure.
   *
   * @param id from the path, not yet parsed
   * @throws Refusal {@code ErasureNotFound}
   */
  public Erasure get(Caller by, String id) {
    by.require(TokenScope.ADMIN);
    return Ids.parse(id).map(this::find).orElseThrow(Erasures::notFound);
  }

  private Erasure find(UUID id) {
    return repository.find(id).map(StoredErasure::erasure).orElseThrow(Erasures::notFound);
  }

  private static Refusal notFound() {
    return new Refusal(ErrorCode.ERASURE_NOT_FOUND, "Requested erasure is not available.");
  }

  /**
   * Returns the JSON of a receipt if this product has signed it.
   *
   * @param faults the faults found while the request was read
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  public Optional<String> verify(Caller by, Optional<String> receipt, List<Fault> faults) {
    by.require(TokenScope.ADMIN);
    Faults found = new Faults(faults);
    if (receipt.isEmpty() && !found.concernWholeBody()) {
      found.missing("receipt");
    }
    found.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot verify the receipt. Make sure the request body is valid.");
    return receipt.flatMap(receipts::verify);
  }

  /** Takes the erasure that waits longest; empty if none is unfinished. */
  public Optional<UUID> takeNext() {
    return repository.takeNext();
  }

  /**
   * Makes one step of an erasure.
   *
   * @return whether there is more to do
   * @throws Refusal {@code ServiceUnavailable} if the queue of rejected events does not answer
   */
  public boolean continueOf(UUID id) {
    Optional<StoredErasure> stored = DatabaseFailure.retryOnConflict(() -> repository.step(id));
    if (stored.isEmpty() || stored.get().erasure().isFinished()) {
      return false;
    }
    if (!stored.get().isScanned()) {
      return true;
    }
    InvalidEventQueue queue = queue();
    repository.takeRejected(id).ifPresent(work -> eraseRejected(stored.get(), work, queue));
    return false;
  }

  private void eraseRejected(StoredErasure stored, UUID work, InvalidEventQueue queue) {
    UUID id = stored.erasure().id();
    RejectedEventSearch search =
        new RejectedEventSearch(
            stored.erasure().accountId(), stored.criteria().orElseThrow(), accounts());
    AtomicLong kept = new AtomicLong(System.nanoTime());
    int unreadable =
        queue.erase(
            content -> {
              if (System.nanoTime() - kept.get() > KEEP.toNanos()) {
                repository.addRejected(id, work, 0);
                kept.set(System.nanoTime());
              }
              return search.verdict(content);
            },
            count -> repository.addRejected(id, work, count));
    repository.finish(id, work, unreadable);
  }

  private Function<UUID, Optional<String>> accounts() {
    Map<UUID, Optional<String>> known = new HashMap<>();
    return iTwin -> known.computeIfAbsent(iTwin, this::account);
  }

  private Optional<String> account(UUID iTwin) {
    try {
      return Optional.of(directory.account(iTwin));
    } catch (Refusal e) {
      // The directory does not know the iTwin.
      return Optional.empty();
    }
  }

  private InvalidEventQueue queue() {
    return node.get()
        .map(Node::invalidEvents)
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorCode.SERVICE_UNAVAILABLE, "Intake does not run. Try again later."));
  }
}
