package webhooks.domain.event.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.Event;
import webhooks.domain.event.PublishEvents;

/**
 * The requests to publish that one transaction stores, each as a whole or not at all. For one
 * thread.
 */
final class RequestBatch {
  private final KnownEvents known;
  private final Function<Event, Optional<String>> accounts;
  private final IngestTraces traces;
  private final List<Part> parts = new ArrayList<>();
  private final List<EventRow> rows = new ArrayList<>();
  private long deliveries;

  /** A request with its rows, or with its outcome if it is not stored. */
  private record Part(PublishEvents request, List<EventRow> rows, PublishOutcome failure) {
    PublishOutcome outcome(Set<UUID> inserted) {
      if (failure != null) {
        return failure;
      }
      int accepted = (int) rows.stream().filter(row -> inserted.contains(row.id())).count();
      return new PublishOutcome.Stored(
          new PublishResult(accepted, request.events().size() - accepted));
    }
  }

  /**
   * Creates a batch without requests.
   *
   * @param known the stored events to compare with; the new rows are added to it
   * @param accounts returns the account of an event, if it is known
   */
  RequestBatch(KnownEvents known, Function<Event, Optional<String>> accounts, IngestTraces traces) {
    this.known = known;
    this.accounts = accounts;
    this.traces = traces;
  }

  /**
   * The maximum numbers of deliveries.
   *
   * @param ofRequest the maximum of a request that is stored with others
   * @param ofAll the maximum of all requests together
   */
  record Bounds(long ofRequest, long ofAll) {}

  /**
   * Adds a request that has the transaction to itself.
   *
   * @param cost returns the cost of an event, in deliveries
   */
  void addAlone(PublishEvents request, ToLongFunction<EventRow> cost) {
    add(request, cost, new Bounds(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  /**
   * Adds a request, unless it has too many deliveries to be stored with others.
   *
   * @param cost returns the cost of an event, in deliveries
   */
  void add(PublishEvents request, ToLongFunction<EventRow> cost, Bounds max) {
    EventBatch batch =
        EventBatch.of(List.copyOf(request.events().values()), accounts, known, traces, row -> true);
    try {
      request.refuseIfFaulty(batch.withoutAccount());
    } catch (Refusal e) {
      leaveOut(request, batch, new PublishOutcome.Refused(e));
      return;
    }
    long more = batch.rows().stream().mapToLong(cost).sum();
    boolean alone = more > max.ofRequest();
    if (alone || deliveries > 0 && deliveries + more > max.ofAll()) {
      leaveOut(request, batch, new PublishOutcome.Postponed(alone));
      return;
    }
    deliveries += more;
    rows.addAll(batch.rows());
    parts.add(new Part(request, batch.rows(), null));
  }

  private void leaveOut(PublishEvents request, EventBatch batch, PublishOutcome failure) {
    // A later request may have the same event, which is no duplicate then.
    known.forget(batch.rows());
    parts.add(new Part(request, List.of(), failure));
  }

  /** Returns the number of deliveries of all requests that are to be stored. */
  long deliveries() {
    return deliveries;
  }

  /** Returns the rows of all requests that are to be stored, in the order of the requests. */
  List<EventRow> rows() {
    return rows;
  }

  /**
   * Returns the outcomes of the requests, in their order.
   *
   * @param inserted the ids of the inserted rows; another transaction has stored the other rows
   */
  List<PublishOutcome> outcomes(Set<UUID> inserted) {
    return parts.stream().map(part -> part.outcome(inserted)).toList();
  }

  /** Returns the accounts that were found for events that name no account, by iTwin. */
  Map<UUID, String> accounts() {
    Map<UUID, String> found = new HashMap<>();
    for (EventRow row : rows) {
      if (row.event().accountId().isEmpty()) {
        row.event().iTwinId().ifPresent(iTwin -> found.put(iTwin, row.accountId()));
      }
    }
    return found;
  }

  /** Returns how many events of the stored requests are duplicates. */
  static int duplicates(List<PublishOutcome> outcomes) {
    return outcomes.stream()
        .mapToInt(
            outcome ->
                outcome instanceof PublishOutcome.Stored stored ? stored.result().duplicates() : 0)
        .sum();
  }
}
