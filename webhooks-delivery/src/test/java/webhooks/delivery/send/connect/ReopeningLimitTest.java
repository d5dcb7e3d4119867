package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import webhooks.delivery.send.connect.ReceiverClient.ReopeningLimit;

class ReopeningLimitTest {
  /** The clock of a virtual machine can begin anywhere. */
  private static final long BEGIN = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3);

  private final ReopeningLimit limit = new ReopeningLimit();

  private boolean opensAfter(long millis) {
    return limit.tryOpen(BEGIN + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void opensAtOnceAndThenAfterASecond() {
    assertThat(opensAfter(0)).isTrue();
    assertThat(opensAfter(999)).isFalse();
    assertThat(opensAfter(1000)).isTrue();
  }

  @Test
  void opensLessOftenWhileClientsFailUpToEveryTenSeconds() {
    List<Integer> opened = new ArrayList<>();
    for (int second = 0; second < 60; second++) {
      if (opensAfter(1000L * second)) {
        opened.add(second);
      }
    }
    assertThat(opened).containsExactly(0, 1, 3, 7, 15, 25, 35, 45, 55);
  }

  @Test
  void opensAfterASecondAgainWhenAClientHasWorked() {
    for (int second = 0; second < 60; second++) {
      opensAfter(1000L * second);
    }

    assertThat(opensAfter(75_000)).isTrue();
    assertThat(opensAfter(76_000)).isTrue();
    assertThat(opensAfter(77_000)).isFalse();
  }
}
