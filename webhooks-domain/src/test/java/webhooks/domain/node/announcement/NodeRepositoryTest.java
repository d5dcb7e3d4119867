package webhooks.domain.node.announcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Callers;
import webhooks.domain.access.InsufficientScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.node.announcement.NodeRepository.Identity;
import webhooks.domain.option.OptionMember;

/** The rows of running nodes. */
@OnEveryDatabase
class NodeRepositoryTest {
  private final TestDatabase database;
  private static final OptionalInt NO_PORT = OptionalInt.empty();

  private final Identity node = new Identity(UUID.randomUUID(), "host", "1.2.3");
  private NodeRepository nodes;

  NodeRepositoryTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    nodes = new NodeRepository(database.database());
  }

  private void age(Identity of, String interval) {
    database.execute(
        "update node set seen = current_timestamp - interval " + interval + " where id = ?",
        of.id());
  }

  @Test
  void announcementsKeepTheStartAndRenewTheRest() {
    Instant since = Instant.parse("2026-10-02T14:55:00.463Z");
    nodes.announce(node, NO_PORT, Optional.empty());
    NodeView first = nodes.list().get(0);
    nodes.announce(node, OptionalInt.of(8081), Optional.of(since));

    assertThat(first.late()).isFalse();
    assertThat(first.port()).isEmpty();
    assertThat(nodes.list())
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.host()).isEqualTo("host");
              assertThat(view.port()).hasValue(8081);
              assertThat(view.version()).isEqualTo("1.2.3");
              assertThat(view.started()).isEqualTo(first.started());
              assertThat(view.lastSeen()).isAfterOrEqualTo(first.lastSeen());
              assertThat(view.brokerUnavailableSince()).contains(since);
            });
  }

  @Test
  void nodeOfEarlierVersionKnowsNoOptions() {
    Identity old = new Identity(UUID.randomUUID(), "old", "1.0.0");
    nodes.announce(node, NO_PORT, Optional.empty());
    assertThat(nodes.allKnowOptions()).isTrue();

    nodes.announce(old, NO_PORT, Optional.empty());
    database.execute(
        "update node set option_level = ? where id = ?", OptionMember.LEVEL - 1, old.id());
    assertThat(nodes.allKnowOptions()).isFalse();

    age(old, "'31' second");
    assertThat(nodes.allKnowOptions()).as("dead").isTrue();
  }

  @Test
  void deadNodeIsLateAndThenGone() {
    Identity other = new Identity(UUID.randomUUID(), "other", "1.2.3");
    nodes.announce(node, NO_PORT, Optional.empty());
    nodes.announce(other, NO_PORT, Optional.empty());

    age(node, "'31' second");
    assertThat(nodes.list()).extracting(NodeView::late).containsExactlyInAnyOrder(true, false);

    age(node, "'61' minute");
    assertThat(nodes.list()).extracting(NodeView::host).containsExactly("other");
    nodes.announce(other, NO_PORT, Optional.empty());
    assertThat(database.count("select count(*) from node")).isEqualTo(1);
  }

  /** A node that crashes in a loop has a new row, and an older start, each time. */
  @Test
  void liveNodesAreListedBeforeManyLateOnes() {
    for (int i = 0; i < 120; i++) {
      Identity crashed = new Identity(UUID.randomUUID(), "crashed-" + i, "1.2.3");
      nodes.announce(crashed, NO_PORT, Optional.empty());
      age(crashed, "'%d' second".formatted(60 + i));
    }
    nodes.announce(node, NO_PORT, Optional.empty());
    Identity later = new Identity(UUID.randomUUID(), "later", "1.2.3");
    nodes.announce(later, NO_PORT, Optional.empty());
    database.execute(
        "update node set started = current_timestamp + interval '1' second where id = ?",
        later.id());

    assertThat(nodes.list())
        .hasSize(100)
        .extracting(NodeView::host)
        .startsWith("host", "later", "crashed-0", "crashed-1");
  }

  @Test
  void stoppedNodeIsGone() {
    nodes.announce(node, NO_PORT, Optional.empty());

    nodes.remove(node.id());

    assertThat(nodes.list()).isEmpty();
  }

  @Test
  void onlyAdministratorsOfTheProductSeeNodes() {
    NodeAdministration administration = new NodeAdministration(nodes);
    var owner = Callers.withScopes(TokenScope.MODIFY, TokenScope.READ);

    assertThatThrownBy(() -> administration.nodes(owner)).isInstanceOf(InsufficientScope.class);
    assertThatThrownBy(() -> administration.settings(owner)).isInstanceOf(InsufficientScope.class);
    assertThatThrownBy(() -> administration.database(owner)).isInstanceOf(InsufficientScope.class);
    assertThat(administration.database(Callers.withScopes(TokenScope.ADMIN)).product())
        .isIn("H2", "PostgreSQL");
  }
}
