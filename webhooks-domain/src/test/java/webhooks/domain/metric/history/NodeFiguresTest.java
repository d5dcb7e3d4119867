package webhooks.domain.metric.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Callers;
import webhooks.domain.access.InsufficientScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.history.chart.ChartWindow;
import webhooks.domain.delivery.queue.PendingDeliveries;
import webhooks.domain.error.Refusal;
import webhooks.domain.metric.NodeCounts;
import webhooks.domain.metric.history.FigureHistory.Bucket;
import webhooks.domain.metric.history.FigureHistory.Counted;

/** What nodes counted, as operators see it over time. */
@OnEveryDatabase
class NodeFiguresTest {
  private static final Instant OLDEST = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final PendingDeliveries PENDING = new PendingDeliveries(7, Optional.of(OLDEST));

  private final TestDatabase database;
  private final UUID node = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();
  private NodeFigureTable table;
  private NodeCounts counts = NodeCounts.NONE;
  private NodeFigures figures;

  NodeFiguresTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    table = new NodeFigureTable(database.database());
    figures = new NodeFigures(table, () -> counts);
  }

  private static NodeCounts counts(long events, long succeeded, long exhausted) {
    return new NodeCounts(events, succeeded, exhausted, Optional.empty());
  }

  /** Moves the rows of a node into the past. The interval is in SQL, such as '2' hour. */
  private void age(UUID of, String interval) {
    database.execute(
        "update node_figures set begun = begun - interval " + interval + " where node_id = ?", of);
  }

  /** Moves the rows of a node into a minute of the present hour, which may be still to come. */
  private void moveToThisHour(UUID of, int minute) {
    database.execute(
        "update node_figures set begun = date_trunc('hour', current_timestamp) + interval '%d' minute"
                .formatted(minute)
            + " where node_id = ?",
        of);
  }

  private FigureHistory read(ChartWindow window) {
    return table.read(window);
  }

  private static Counted sum(FigureHistory history) {
    return history.buckets().stream()
        .flatMap(bucket -> bucket.counted().stream())
        .reduce(new Counted(0, 0, 0), Counted::plus);
  }

  @Test
  void eachWriteAddsWhatWasCountedSince() {
    counts = counts(10, 20, 1);
    figures.write(node);
    counts = counts(15, 28, 1);
    figures.write(node);

    FigureHistory history = read(ChartWindow.HOUR);
    assertThat(sum(history)).isEqualTo(new Counted(15, 28, 1));
    assertThat(history.byNode()).containsOnlyKeys(node);
    assertThat(history.byNode().get(node)).isEqualTo(new Counted(15, 28, 1));
  }

  @Test
  void whatAFailedWriteHadIsInTheNextOne() {
    NodeFigureTable broken =
        new NodeFigureTable(database.database()) {
          private boolean failed;

          @Override
          public void add(UUID id, NodeCounts added) {
            if (!failed) {
              failed = true;
              throw new DatabaseFailure(new java.sql.SQLException("injected"));
            }
            super.add(id, added);
          }
        };
    figures = new NodeFigures(broken, () -> counts);
    counts = counts(10, 0, 0);
    assertThatThrownBy(() -> figures.write(node)).isInstanceOf(DatabaseFailure.class);
    counts = counts(12, 0, 0);
    figures.write(node);

    assertThat(sum(read(ChartWindow.HOUR))).isEqualTo(new Counted(12, 0, 0));
  }

  @Test
  void bucketsAddUpAllNodesAndStayEmptyWhereNoneWrote() {
    table.add(node, counts(1, 2, 3));
    table.add(other, counts(10, 20, 30));
    age(node, "'10' minute");
    age(other, "'10' minute");
    table.add(node, counts(100, 0, 0));

    List<Bucket> buckets = read(ChartWindow.HOUR).buckets();
    assertThat(buckets).hasSize(30);
    assertThat(buckets.stream().flatMap(bucket -> bucket.counted().stream()))
        .containsExactly(new Counted(11, 22, 33), new Counted(100, 0, 0));
    Instant first =
        buckets.stream()
            .filter(bucket -> bucket.counted().isPresent())
            .findFirst()
            .orElseThrow()
            .start();
    assertThat(Duration.between(first, Instant.now()))
        .isBetween(Duration.ofMinutes(8), Duration.ofMinutes(15));
    assertThat(first).isEqualTo(first.truncatedTo(ChronoUnit.MINUTES));
  }

  @Test
  void aDayShowsWhatAnHourDoesNot() {
    table.add(node, counts(5, 0, 0));
    age(node, "'2' hour");

    assertThat(sum(read(ChartWindow.HOUR)).events()).isZero();
    assertThat(read(ChartWindow.HOUR).byNode()).isEmpty();
    assertThat(sum(read(ChartWindow.DAY)).events()).isEqualTo(5);
    assertThat(read(ChartWindow.DAY).buckets()).hasSize(24);
  }

  @Test
  void pendingDeliveriesAreTheLatestMeasuredOnes() {
    table.add(node, new NodeCounts(0, 0, 0, Optional.of(PENDING)));
    table.add(node, counts(1, 0, 0));
    assertThat(read(ChartWindow.HOUR).pending()).as("kept").contains(PENDING);

    table.add(
        node, new NodeCounts(0, 0, 0, Optional.of(new PendingDeliveries(0, Optional.empty()))));
    assertThat(read(ChartWindow.HOUR).pending())
        .contains(new PendingDeliveries(0, Optional.empty()));

    age(node, "'6' minute");
    assertThat(read(ChartWindow.HOUR).pending()).as("too old").isEmpty();
    assertThat(read(ChartWindow.HOUR).buckets())
        .extracting(Bucket::pending)
        .contains(OptionalLong.of(0));
  }

  @Test
  void aBucketHasTheMostThatWasPending() {
    table.add(node, new NodeCounts(0, 0, 0, Optional.of(PENDING)));
    table.add(
        other, new NodeCounts(0, 0, 0, Optional.of(new PendingDeliveries(3, Optional.empty()))));

    moveToThisHour(node, 0);
    moveToThisHour(other, 1);

    assertThat(read(ChartWindow.DAY).buckets())
        .extracting(Bucket::pending)
        .contains(OptionalLong.of(7))
        .doesNotContain(OptionalLong.of(3));
  }

  @Test
  void eachWriteDeletesWhatIsOlderThanADay() {
    table.add(other, counts(1, 0, 0));
    age(other, "'26' hour");
    table.add(node, counts(1, 0, 0));

    assertThat(database.count("select count(*) from node_figures")).isEqualTo(1);
  }

  @Test
  void onlyAdministratorsOfTheProductSeeFigures() {
    NodeFigureHistory history = new NodeFigureHistory(table);
    var owner = Callers.withScopes(TokenScope.MODIFY, TokenScope.READ);
    var administrator = Callers.withScopes(TokenScope.ADMIN);

    assertThatThrownBy(() -> history.of(owner, Optional.empty(), List.of()))
        .isInstanceOf(InsufficientScope.class);
    assertThatThrownBy(() -> history.of(administrator, Optional.of("P7D"), List.of()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.target()).contains("window")));
    assertThat(history.of(administrator, Optional.of("P1D"), List.of()).window())
        .isEqualTo(ChartWindow.DAY);
  }
}
