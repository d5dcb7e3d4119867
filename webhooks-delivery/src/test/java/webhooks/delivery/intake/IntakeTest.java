package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.loop.Stop;

class IntakeTest {
  private final Stop stop = new Stop();

  @Test
  @Timeout(30)
  void goesOnAfterAnError() {
    AtomicInteger tries = new AtomicInteger();
    ConnectionFactory connections =
        (ConnectionFactory)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ConnectionFactory.class},
                (proxy, method, args) -> {
                  if (tries.incrementAndGet() == 1) {
                    throw new StackOverflowError("injected");
                  }
                  stop.set();
                  throw new JMSException("The test is over");
                });

    new Intake(connections, null, stop).run();

    assertThat(tries).hasValue(2);
  }
}
