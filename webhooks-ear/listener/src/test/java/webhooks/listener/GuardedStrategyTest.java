package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.threadpool.GrizzlyExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedStrategyTest {
  private final GrizzlyExecutorService threads = GrizzlyExecutorService.createInstance();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  @SuppressWarnings("deprecation") // There is no other constructor.
  void guardsListenerOnceBehindItsParser() {
    FilterChain listener =
        FilterChainBuilder.stateless()
            .add(new TransportFilter())
            .add(new HttpServerFilter())
            .build();

    GuardedStrategy.guard(listener, threads);
    GuardedStrategy.guard(listener, threads);

    assertThat(listener).hasSize(4);
    assertThat(listener.get(2)).isInstanceOf(RequestGuard.class);
    assertThat(listener.get(3)).isInstanceOf(CallerFilter.class);
  }

  @Test
  void leavesOtherProtocolsAlone() {
    FilterChain listener = FilterChainBuilder.stateless().add(new TransportFilter()).build();

    GuardedStrategy.guard(listener, threads);

    assertThat(listener).hasSize(1);
  }
}
