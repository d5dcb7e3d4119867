package webhooks.domain.delivery.history.overview;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.ListLimit;
import webhooks.domain.database.QueryTime;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.history.overview.FindRules.WebhookQuery;
import webhooks.domain.delivery.history.state.HealthStatus;
import webhooks.domain.delivery.history.state.WebhookStateRepository;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.block.BlockLookup;
import webhooks.domain.webhook.block.BlockLookup.BlockTarget;

/**
 * Looks at the webhooks of a caller, newest first, and finds a page of the ones that match.
 *
 * <p>SQL can't search URLs and descriptions, because they are encrypted. So the webhooks are read
 * and decrypted in steps. Each step takes a turn of {@link ListLimit}, so that the searches of one
 * account leave room to others. Safe for several threads.
 */
@ApplicationScoped
public class WebhookScan {
  /** The maximum number of webhooks that one request looks at. */
  static final int MAX_EXAMINED = 50_000;

  /** The time after which no further step begins. */
  private static final Duration MAX_TIME = Duration.ofSeconds(5);

  private static final int STEP = 500;

  private static final String SLOW = "The webhooks took too long to read. Try again later.";

  /** A token of a longer text would not fit into a URL. */
  private static final int MAX_KEY_TEXT = 200;

  @EJB private ListedWebhookRepository webhooks;
  @EJB private WebhookStateRepository states;
  @Inject private BlockLookup blocks;
  @Inject private SecretCipher cipher;
  @Inject private ListLimit limit;
  private int maxExamined = MAX_EXAMINED;

  /** Creates the bean, for the container. */
  protected WebhookScan() {}

  /** The tables that a scan reads. */
  record Tables(
      ListedWebhookRepository webhooks, WebhookStateRepository states, BlockLookup blocks) {}

  /** Creates the scan without a container, for tests. */
  WebhookScan(Tables tables, SecretCipher cipher, ListLimit limit, int maxExamined) {
    this.webhooks = tables.webhooks();
    this.states = tables.states();
    this.blocks = tables.blocks();
    this.cipher = cipher;
    this.limit = limit;
    this.maxExamined = maxExamined;
  }

  /** A webhook that matches, with its position in the order. */
  record Hit(SortKey key, ListedWebhook webhook) {}

  /**
   * Returns a page of webhooks that match.
   *
   * @throws Refusal {@code ServiceUnavailable} if too many lists are read, or a step takes too
   *     long, and the page can't end before this step
   */
  FoundWebhooks<ListedWebhook> find(SearchScope scope, WebhookQuery query) {
    BestHits hits = new BestHits(query);
    Cursor reached = hits.start();
    int examined = 0;
    boolean ended = false;
    long end = System.nanoTime() + MAX_TIME.toNanos();
    while (!ended
        && examined < maxExamined
        && !hits.isPageFull()
        && (examined == 0 || System.nanoTime() < end)) {
      int max = Math.min(STEP, maxExamined - examined);
      List<ListedWebhook> step;
      try {
        step = step(scope, query, hits, reached, max);
      } catch (Refusal e) {
        if (!hits.mayEndAt(reached)) {
          throw e;
        }
        break;
      }
      examined += step.size();
      ended = step.size() < max;
      reached = step.isEmpty() ? reached : step.get(step.size() - 1).cursor();
    }
    return hits.page(ended, reached);
  }

  /** Reads the webhooks after a cursor, at most the maximum, and adds the ones that match. */
  private List<ListedWebhook> step(
      SearchScope scope, WebhookQuery query, BestHits hits, Cursor after, int max) {
    try {
      return limit.read(
          scope.caller(),
          () -> {
            List<ListedWebhook> read = webhooks.step(scope.visible(), query.filter(), after, max);
            matching(scope, query, read).forEach(hits::add);
            return read;
          });
    } catch (DatabaseFailure e) {
      throw QueryTime.isOver(e) ? new Refusal(ErrorCode.SERVICE_UNAVAILABLE, SLOW) : e;
    }
  }

  private List<Hit> matching(SearchScope scope, WebhookQuery query, List<ListedWebhook> read) {
    List<ListedWebhook> shown = withBlocks(read).stream().map(scope::shown).toList();
    List<ListedWebhook> found =
        withWords(
            query.filter(),
            withType(
                query.filter(),
                shown.stream().filter(webhook -> isCandidate(query.filter(), webhook)).toList()));
    Map<UUID, DeliveryCount> backlogs =
        query.sort() == WebhookSort.BACKLOG
            ? states.pending(
                found.stream()
                    .filter(webhook -> scope.owned().test(webhook.owner()))
                    .map(ListedWebhook::id)
                    .toList())
            : Map.of();
    return found.stream().map(webhook -> hit(query.sort(), webhook, backlogs)).toList();
  }

  private static boolean isCandidate(WebhookFilter filter, ListedWebhook webhook) {
    return filter.state().map(webhook::isIn).orElse(true);
  }

  /** Reads the patterns only of webhooks that select events and do not name the type. */
  private List<ListedWebhook> withType(WebhookFilter filter, List<ListedWebhook> candidates) {
    if (filter.eventType().isEmpty()) {
      return candidates;
    }
    String type = filter.eventType().get();
    Set<UUID> byPattern =
        webhooks.subscribedByPattern(
            candidates.stream()
                .filter(webhook -> webhook.selectsEvents() && !webhook.eventTypes().contains(type))
                .map(ListedWebhook::id)
                .toList(),
            type,
            cipher);
    return candidates.stream()
        .filter(webhook -> webhook.eventTypes().contains(type) || byPattern.contains(webhook.id()))
        .toList();
  }

  /** Reads the descriptions only of webhooks that lack a word elsewhere. */
  private List<ListedWebhook> withWords(WebhookFilter filter, List<ListedWebhook> candidates) {
    if (!filter.hasWords()) {
      return candidates;
    }
    Map<UUID, List<String>> missing =
        candidates.stream()
            .collect(
                Collectors.toMap(
                    ListedWebhook::id, webhook -> filter.missingIn(webhook.text(cipher))));
    Map<UUID, String> descriptions =
        webhooks.descriptions(
            candidates.stream()
                .filter(ListedWebhook::hasOptions)
                .map(ListedWebhook::id)
                .filter(id -> !missing.get(id).isEmpty())
                .toList(),
            cipher);
    return candidates.stream()
        .filter(
            webhook -> {
              String description =
                  descriptions.getOrDefault(webhook.id(), "").toLowerCase(Locale.ROOT);
              return missing.get(webhook.id()).stream().allMatch(description::contains);
            })
        .toList();
  }

  private Hit hit(WebhookSort sort, ListedWebhook webhook, Map<UUID, DeliveryCount> backlogs) {
    String text = "";
    long number = 0;
    switch (sort) {
      case NEWEST -> {}
      case HOST -> text = shortened(webhook.hostAndPath(cipher).toLowerCase(Locale.ROOT));
      case BACKLOG ->
          number =
              -Optional.ofNullable(backlogs.get(webhook.id())).map(DeliveryCount::count).orElse(0L);
      case FAILING -> number = failingSince(webhook);
      default -> throw new IllegalStateException(sort.text());
    }
    return new Hit(new SortKey(sort, number, text, webhook.cursor()), webhook);
  }

  /** A token can't hold half of a character that Java stores as two. */
  private static String shortened(String text) {
    int end = Math.min(text.length(), MAX_KEY_TEXT);
    boolean cutsCharacter = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, cutsCharacter ? end - 1 : end);
  }

  private static long failingSince(ListedWebhook webhook) {
    return webhook.isIn(HealthStatus.FAILING)
        ? webhook.state().failingSince().map(Instant::toEpochMilli).orElse(0L)
        : Long.MAX_VALUE / 100;
  }

  private List<ListedWebhook> withBlocks(List<ListedWebhook> read) {
    Set<BlockTarget> blocked =
        blocks.findAll(read.stream().flatMap(webhook -> webhook.targets().stream()).toList());
    return read.stream()
        .map(
            webhook ->
                webhook.blockedBy(
                    webhook.targets().stream()
                        .filter(blocked::contains)
                        .map(BlockTarget::kind)
                        .findFirst()))
        .toList();
  }
}
