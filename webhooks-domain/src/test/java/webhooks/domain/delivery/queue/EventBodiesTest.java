package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;

/** The bound of the bodies that one claim reads into memory. */
@OnEveryDatabase
class EventBodiesTest {
  private static final int SIZE = 200_000;
  private static final int FITTING = EventBodies.MAX_BYTES / SIZE;
  private static final int ALL = FITTING + 9;

  private final TestDatabase database;
  private final CountedSlots slots = new CountedSlots(999, 999);
  private QueueFixture node;
  private UUID webhook;

  EventBodiesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void acceptMoreThanFits() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
    node.acceptLarge(ALL, SIZE);
  }

  @Test
  void boundsBodiesOfABacklogClaim() {
    slots.take(webhook, 999);
    Claim claim = node.claimBacklog(slots, Map.of(webhook, 999));

    assertFits(claim);
    assertThat(claim.withBacklog()).containsExactly(webhook);
    slots.take(webhook, 99);
    assertIsRest(claim, node.claimBacklog(slots, Map.of(webhook, 99)));
  }

  @Test
  void boundsBodiesOfADueClaim() {
    node.makeDue();
    Claim claim = node.claimDue(slots, 999);

    assertFits(claim);
    assertIsRest(claim, node.claimDue(slots, 999));
  }

  private void assertFits(Claim claim) {
    assertThat(claim.deliveries()).hasSizeBetween(FITTING - 1, FITTING);
    assertThat(slots.free()).isEqualTo(999 - claim.deliveries().size());
  }

  private void assertIsRest(Claim first, Claim claim) {
    assertThat(claim.deliveries())
        .hasSize(ALL - first.deliveries().size())
        .allMatch(delivery -> delivery.event().size() > SIZE);
    assertThat(claim.withBacklog()).isEmpty();
    assertThat(slots.free()).isEqualTo(999 - ALL);
  }
}
