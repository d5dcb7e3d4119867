package webhooks.domain.event.ingest;

import java.util.ArrayList;
import java.util.List;
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
  /** The maximum number of deliveries of a request that is stored with others. */
  static final int MAX_DELIVERIES_BESIDE_OTHERS = 1000;

  private final KnownEvents known;
  private final Function<Event, Optional<String>> accounts;
  private final IngestTraces traces;
  private final List<Part> parts = new ArrayList<>();
  private final List<EventRow> rows = new ArrayList<>();
  private long deliveries;

  /** A request with its rows, or with the reason why it has none. */
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

  /** Adds a request that has the transaction to itself. */
  void addAlone(PublishEvents request) {
    add(request, row -> 0, 0);
  }

  /**
   * Adds a request, unless it has too many deliveries to be stored with others.
   *
   * @param count returns the number of deliveries of an event
   * @param max the maximum number of deliveries of all requests
   */
  void add(PublishEvents request, ToLongFunction<EventRow> count, long max) {
    EventBatch batch =
        EventBatch.of(List.copyOf(request.events().values()), accounts, known, traces, row -> true);
    long more = batch.rows().stream().mapToLong(count).sum();
    try {
      request.refuseIfFaulty(batch.withoutAccount());
    } catch (Refusal e) {
      leaveOut(request, batch, new PublishOutcome.Refused(e));
      return;
    }
    if (more > 0 && (more > MAX_DELIVERIES_BESIDE_OTHERS || deliveries + more > max)) {
      leaveOut(request, batch, new PublishOutcome.Postponed());
      return;
    }
    deliveries += more;
    rows.addAll(batch.rows());
    parts.add(new Part(request, batch.rows(), null));
  }

  private void leaveOut(PublishEvents request, EventBatch batch, PublishOutcome failure) {
    // The events of later requests are no duplicates of those that are not stored.
    known.forget(batch.rows());
    parts.add(new Part(request, List.of(), failure));
  }

  /** Returns the rows of all requests that are to be stored, in the order of the requests. */
  List<EventRow> rows() {
    return rows;
  }

  /**
   * Returns what became of the requests, in their order.
   *
   * @param inserted the ids of the inserted rows; another transaction has stored the others
   */
  List<PublishOutcome> outcomes(Set<UUID> inserted) {
    return parts.stream().map(part -> part.outcome(inserted)).toList();
  }

  /** Returns how many events of the stored requests are not in these rows. */
  int duplicates(Set<UUID> inserted) {
    return parts.stream()
        .map(part -> part.outcome(inserted))
        .mapToInt(
            outcome ->
                outcome instanceof PublishOutcome.Stored stored ? stored.result().duplicates() : 0)
        .sum();
  }
}
