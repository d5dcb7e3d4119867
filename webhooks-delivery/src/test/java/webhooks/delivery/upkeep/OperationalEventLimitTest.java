package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.operational.OperationalEventOutbox;

class OperationalEventLimitTest {
  private final Deque<OperationalEventOutbox.Waiting> steps = new ArrayDeque<>();
  private final List<Integer> measured = new ArrayList<>();
  private final List<Object> logged = new ArrayList<>();
  private final Logger log = Logger.getLogger(OperationalEventLimit.class.getName());
  private final OperationalEventLimit limit =
      new OperationalEventLimit(
          new OperationalEventOutbox() {
            @Override
            public Waiting drop() {
              return steps.remove();
            }
          },
          measured::add,
          new StopSignal());

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getParameters()[0]);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    log.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    log.removeHandler(handler);
  }

  @Test
  void dropsAllInStepsAndLogsTheirNumber() {
    steps.add(new OperationalEventOutbox.Waiting(100_500, 1000, true));
    steps.add(new OperationalEventOutbox.Waiting(100_000, 500, false));

    limit.run();

    assertThat(measured).containsExactly(100_000);
    assertThat(logged).containsExactly(1500L);
  }

  @Test
  void logsNothingIfNoneIsDropped() {
    steps.add(new OperationalEventOutbox.Waiting(3, 0, false));

    limit.run();

    assertThat(measured).containsExactly(3);
    assertThat(logged).isEmpty();
  }
}
