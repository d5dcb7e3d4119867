package webhooks.domain.delivery.history.search;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import webhooks.domain.access.Caller;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.ListLimit;
import webhooks.domain.database.QueryTime;
import webhooks.domain.delivery.history.DeliveryHistoryRepository;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.delivery.history.payload.ShownPayloads;
import webhooks.domain.delivery.history.search.DeliveryPage.FoundDelivery;
import webhooks.domain.delivery.history.search.DeliverySearchRepository.ExaminedDeliveries;
import webhooks.domain.delivery.history.search.DeliverySearchRepository.ExaminedDelivery;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;
import webhooks.domain.webhook.WebhookAccess;

/**
 * The use cases that list and search deliveries, newest first.
 *
 * <p>Each query of a search has a share of its own: the one of lists, or the one of statistics if
 * very many deliveries may be examined. Starts no transaction itself, because a permission check
 * may call another service.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeliverySearch {
  @Inject private WebhookAccess webhooks;
  @Inject private ListLimit lists;
  @Inject private StatisticsLimit statistics;
  @Inject private ShownPayloads payloads;
  @EJB private DeliverySearchRepository repository;
  @EJB private DeliveryHistoryRepository history;

  /** Creates the bean, for the container. */
  public DeliverySearch() {}

  /** Creates the use cases without a container, for tests. */
  DeliverySearch(
      DeliverySearchRepository repository,
      DeliveryHistoryRepository history,
      ShownPayloads payloads,
      ListLimit lists,
      StatisticsLimit statistics) {
    this.repository = repository;
    this.history = history;
    this.payloads = payloads;
    this.lists = lists;
    this.statistics = statistics;
  }

  /**
   * Returns a page of a webhook's deliveries, newest first.
   *
   * @param webhookId from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest} with all faults, or {@code ServiceUnavailable} if too many lists are being
   *     read or take too long
   */
  public DeliveryPage ofWebhook(Caller caller, String webhookId, ListDeliveries request) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    return page(caller, new DeliverySource.OfWebhook(webhook), request);
  }

  /**
   * Returns a page of the deliveries of all webhooks that a service application created in its
   * account, or of all webhooks of an administrator's account, newest first.
   *
   * @throws Refusal {@code InvalidRequest} with all faults, or {@code ServiceUnavailable} if too
   *     many lists are being read or take too long
   */
  public DeliveryPage ofAccount(Caller caller, ListDeliveries request) {
    Optional<DeliverySource> source = DeliverySource.OfAccount.of(caller);
    if (source.isEmpty()) {
      SearchRules.check(request, Instant.now());
      return DeliveryPage.EMPTY;
    }
    return page(caller, source.get(), request);
  }

  /**
   * Returns a page of the deliveries of any webhook, newest first. The caller of this method has
   * checked that the request may read them.
   *
   * @throws Refusal {@code InvalidRequest} with all faults, or {@code ServiceUnavailable} if too
   *     many lists are being read or take too long
   */
  public DeliveryPage ofAnyWebhook(Caller caller, UUID webhookId, ListDeliveries request) {
    return page(caller, new DeliverySource.OfWebhook(webhookId), request);
  }

  /** Returns a page of the deliveries of a source. */
  DeliveryPage page(Caller caller, DeliverySource source, ListDeliveries request) {
    SearchQuery query = SearchRules.check(request, Instant.now());
    DeliveryFilter filter = query.filter();
    PageTime time = new PageTime(System::nanoTime);
    SearchRun.StepReader reader =
        filter.messageId().isPresent()
            ? (span, max) ->
                inTime(() -> ofMessage(source, filter, span, max, time))
                    .flatMap(Function.identity())
            : (span, max) -> inTime(() -> repository.read(source, filter, span, max));
    SearchRun.Access access =
        new SearchRun.Access(
            (span, max) -> limited(caller, filter.isExpensive(), () -> reader.read(span, max)),
            found -> hasText(found, filter.text().orElseThrow()),
            time);
    boolean windowed = source.isWindowed() && filter.messageId().isEmpty();
    return new SearchRun(query, windowed, access).page();
  }

  private <T> T limited(Caller caller, boolean expensive, Supplier<T> query) {
    return expensive ? statistics.read(caller, query) : lists.read(caller.limitKey(), query);
  }

  private static <T> Optional<T> inTime(Supplier<T> query) {
    try {
      return Optional.of(query.get());
    } catch (DatabaseFailure e) {
      if (QueryTime.isOver(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Examines the deliveries of the events with the message id. The ones of two events of one
   * transaction alternate in the order of deliveries, so none is left out that is newer than the
   * last one. Ends before an event for which there is no time; empty if nothing is examined then.
   */
  private Optional<ExaminedDeliveries> ofMessage(
      DeliverySource source, DeliveryFilter filter, SearchSpan span, int max, PageTime time) {
    List<ExaminedDelivery> found = new ArrayList<>();
    Cursor end = Cursor.before(Instant.EPOCH);
    for (Cursor event : repository.events(source, filter.messageId().orElseThrow())) {
      if (event.created().isBefore(end.created())) {
        break;
      }
      List<ExaminedDelivery> newer =
          found.stream().filter(row -> row.cursor().created().isAfter(event.created())).toList();
      Optional<ExaminedDeliveries> read =
          time.isOver() && !newer.isEmpty()
              ? Optional.empty()
              : inTime(() -> repository.ofEvent(source, filter, event.id(), span, max));
      if (read.isEmpty()) {
        return Optional.of(new ExaminedDeliveries(newer, true)).filter(part -> !newer.isEmpty());
      }
      List<ExaminedDelivery> rows = read.get().rows();
      found.addAll(rows);
      found.sort(Comparator.comparing(ExaminedDelivery::cursor, Cursor.NEWEST_FIRST));
      if (!read.get().isWhole(max)) {
        end = newer(end, rows.get(rows.size() - 1).cursor());
      }
      if (found.size() >= max) {
        end = newer(end, found.get(max - 1).cursor());
      }
      Cursor oldest = end;
      found.removeIf(row -> Cursor.NEWEST_FIRST.compare(row.cursor(), oldest) > 0);
    }
    return Optional.of(new ExaminedDeliveries(found, end.created().isAfter(Instant.EPOCH)));
  }

  private static Cursor newer(Cursor one, Cursor other) {
    return Cursor.NEWEST_FIRST.compare(one, other) < 0 ? one : other;
  }

  /** Returns whether the text is in the part of the body that anybody may see. */
  private boolean hasText(FoundDelivery found, String text) {
    return history
        .find(found.webhookId(), found.delivery().id())
        .flatMap(detail -> payloads.of(found.webhookId(), detail.body()).body())
        .filter(body -> new String(body, StandardCharsets.UTF_8).contains(text))
        .isPresent();
  }
}
