package webhooks.domain.delivery.filtered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;

/** The counts of filtered events in memory. */
class FilteredSumsTest {
  private static final UUID WEBHOOK = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private final List<Map<UUID, Integer>> written = new ArrayList<>();
  private RuntimeException failure;
  private final FilteredSums sums =
      new FilteredSums(
          new FilteredEvents() {
            @Override
            public void add(SortedMap<UUID, Integer> counts) {
              if (failure != null) {
                throw failure;
              }
              written.add(Map.copyOf(counts));
            }
          });

  private void filtered(Map<UUID, Integer> counts) {
    sums.filtered(new EventsFiltered(new HashMap<>(counts)));
  }

  @Test
  void writesTheSumOfAllTransactions() {
    filtered(Map.of(WEBHOOK, 1, OTHER, 2));
    filtered(Map.of(WEBHOOK, 3));

    sums.write();
    sums.write();

    assertThat(written).containsExactly(Map.of(WEBHOOK, 4, OTHER, 2));
  }

  @Test
  void keepsTheSumsWhileTheDatabaseIsAway() {
    filtered(Map.of(WEBHOOK, 1));
    failure = new DatabaseFailure(new SQLException("away", "08006"));
    assertThatThrownBy(sums::write).isSameAs(failure);
    sums.writeLast();

    failure = null;
    filtered(Map.of(WEBHOOK, 1));
    sums.write();

    assertThat(written).containsExactly(Map.of(WEBHOOK, 2));
  }

  @Test
  void boundsTheWebhooksOfOneWrite() {
    Map<UUID, Integer> many = new HashMap<>();
    for (int i = 0; i <= FilteredSums.MAX_WRITTEN; i++) {
      many.put(new UUID(1, i), 1);
    }
    filtered(many);

    sums.write();
    assertThat(written).hasSize(1);
    assertThat(written.get(0)).hasSize(FilteredSums.MAX_WRITTEN);
    sums.writeLast();
    assertThat(written.get(1)).hasSize(1);
  }

  @Test
  void countsEachWebhookThatDropsAnEvent() {
    EventsFiltered filtered = new EventsFiltered();
    assertThat(filtered.isEmpty()).isTrue();
    filtered.add(List.of(WEBHOOK, OTHER));
    filtered.add(List.of(WEBHOOK));

    assertThat(filtered.total()).isEqualTo(3);
    assertThat(filtered.counts()).isEqualTo(Map.of(WEBHOOK, 2, OTHER, 1));
  }
}
