package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.it.harness.Progress;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/**
 * The deliveries before a kill and in total, and those that were recorded.
 *
 * @param published the number of published events
 * @param open the events whose requests had no answer when the process had ended
 * @param recorded the ids that the database held as delivered right after the kill; empty if the
 *     test cannot query it
 */
record CrashCount(
    String title,
    int published,
    List<Receipt> before,
    Set<String> open,
    Map<String, List<Receipt>> byId,
    Set<String> recorded,
    Instant killed) {
  /**
   * The longest time from an answer to its recorded outcome: the node reads the answer and writes
   * outcomes in batches, and the machine may pause.
   */
  private static final Duration RECORDING = Duration.ofSeconds(3);

  /** If nothing arrives for this time, nothing is due: nodes claim several times a second. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** Waits until the leases of the killed node have ended and their deliveries have come again. */
  static void awaitAllRepeats(Inbox inbox, Instant leasesEnd) {
    await("repeated deliveries that were in flight")
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                Instant.now().isAfter(leasesEnd.plus(QUIET))
                    && inbox.receipts().stream()
                        .allMatch(one -> one.arrived().plus(QUIET).isBefore(Instant.now())));
  }

  /** Returns the events that arrived more than once. */
  Set<String> repeated() {
    return ids(byId.values().stream().filter(all -> all.size() > 1).map(first()));
  }

  /** Returns the events of requests that have no answer now, after the end of the process. */
  static Set<String> open(List<Receipt> before) {
    return ids(before.stream().filter(one -> !one.mayBeAnswered()));
  }

  void check() {
    Set<String> repeated = repeated();
    Set<String> settled = ids(before.stream().filter(one -> answered(one, RECORDING)));
    int received = byId.values().stream().mapToInt(List::size).sum();
    Progress.say(
        "%s: published %d, received %d (%d before the kill), distinct %d, duplicates %d,"
            + " in flight at the kill %d, answered a while before %d, recorded %d",
        title,
        published,
        received,
        before.size(),
        byId.size(),
        repeated.size(),
        open.size(),
        settled.size(),
        recorded.size());
    assertThat(byId).as("received").hasSize(published);
    // All of them may have an answer when the end of the process is noticed.
    assertThat(repeated).as("in flight at the kill").isNotEmpty();
    // A busy machine can record an outcome late, so the database's answer goes first.
    Set<String> done = recorded.isEmpty() ? settled : recorded;
    assertThat(done).as("done before the kill").isNotEmpty();
    assertThat(repeated).noneMatch(done::contains);
    assertThat(byId.values()).allSatisfy(all -> assertThat(all).hasSizeLessThanOrEqualTo(2));
  }

  private boolean answered(Receipt receipt, Duration before) {
    return receipt.answeredAt().filter(at -> !at.isAfter(killed.minus(before))).isPresent();
  }

  private static Function<List<Receipt>, Receipt> first() {
    return all -> all.get(0);
  }

  private static Set<String> ids(Stream<Receipt> receipts) {
    return receipts.map(Receipt::id).collect(Collectors.toSet());
  }
}
