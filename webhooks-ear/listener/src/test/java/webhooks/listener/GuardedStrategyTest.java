package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.junit.jupiter.api.Test;

class GuardedStrategyTest {
  @Test
  @SuppressWarnings("deprecation") // There is no other constructor.
  void guardsListenerOnceBehindItsParser() {
    FilterChain listener =
        FilterChainBuilder.stateless()
            .add(new TransportFilter())
            .add(new HttpServerFilter())
            .build();

    GuardedStrategy.guard(listener);
    GuardedStrategy.guard(listener);

    assertThat(listener).hasSize(3);
    assertThat(listener.get(2)).isInstanceOf(RequestGuard.class);
  }

  @Test
  void leavesOtherProtocolsAlone() {
    FilterChain listener = FilterChainBuilder.stateless().add(new TransportFilter()).build();

    GuardedStrategy.guard(listener);

    assertThat(listener).hasSize(1);
  }
}
