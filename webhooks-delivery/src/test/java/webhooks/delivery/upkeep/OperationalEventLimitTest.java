package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.LoggedLines;
import webhooks.domain.operational.OperationalEventOutbox;

class OperationalEventLimitTest {
  private final Deque<OperationalEventOutbox.Waiting> steps = new ArrayDeque<>();
  private final List<Integer> measured = new ArrayList<>();
  private final LoggedLines lines = LoggedLines.of(OperationalEventLimit.class);
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

  @AfterEach
  void stopListening() {
    lines.close();
  }

  @Test
  void dropsAllInStepsAndLogsTheirNumber() {
    steps.add(new OperationalEventOutbox.Waiting(100_500, 1000, true));
    steps.add(new OperationalEventOutbox.Waiting(100_000, 500, false));

    limit.run();

    assertThat(measured).containsExactly(100_000);
    assertThat(lines.at(Level.WARNING))
        .containsExactly(
            "1,500 operational events were deleted because the broker did not take them");
  }

  @Test
  void logsNothingIfNoneIsDropped() {
    steps.add(new OperationalEventOutbox.Waiting(3, 0, false));

    limit.run();

    assertThat(measured).containsExactly(3);
    assertThat(lines.all()).isEmpty();
  }
}
