package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.World;
import webhooks.it.harness.selection.WithOwnBroker;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.server.Sockets;

/** A server opens what its settings name and what docs/operations.md lists, and nothing else. */
@WithOwnBroker
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class ListeningIT {
  @Test
  void listensAtItsHttpPortOnLoopbackOnlyUnlessToldTo() {
    try (World world = World.onH2("listening")) {
      // Without the address for producers, the broker is to be reached inside the process alone.
      world.product().with("webhooks.jms.listen", null).start();

      assertThat(Sockets.listening(world.product().pid()))
          .containsExactlyInAnyOrderElementsOf(
              with(world.product(), "127.0.0.1:" + world.product().port()));
    }
  }

  @Test
  void listensWhereItIsToldTo() {
    int https = Places.freePort();
    String producers = "127.0.0.1:" + Places.freePort();
    try (World world = World.onH2("listening-more")) {
      world.servesHttpsAt(https);
      world.product().with("webhooks.jms.listen", producers).start();

      assertThat(Sockets.listening(world.product().pid()))
          .containsExactlyInAnyOrderElementsOf(
              with(
                  world.product(),
                  "127.0.0.1:" + world.product().port(),
                  "127.0.0.1:" + https,
                  producers));
    }
  }

  private static List<String> with(Product product, String... addresses) {
    List<String> all = new ArrayList<>(product.managementAddresses());
    all.addAll(List.of(addresses));
    return all;
  }
}
