package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeDelayTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final NodeDelay delay = new NodeDelay(new UnreadInput(), TIMEOUT, 0);

  private void runsAt(long... millis) {
    for (long each : millis) {
      delay.running(nanos(each));
    }
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void processThatRunsAllTheTimeHasNoPause() {
    runsAt(250, 500, 900, 1300, 1700, 2100, 2500, 2900, 3300, 3700, 4100, 4500, 4900, 5000);

    assertThat(delay.stoodStill(0, TIMEOUT)).isFalse();
  }

  @Test
  void standsStillIfHalfOfTheTimeOutIsMissing() {
    runsAt(250, 3000);

    assertThat(delay.stoodStill(0, TIMEOUT)).isTrue();
    assertThat(delay.stoodStill(nanos(-1000), TIMEOUT)).isTrue();
  }

  @Test
  void countsOnlyWhatFollowsTheStart() {
    runsAt(250, 6000);

    assertThat(delay.stoodStill(nanos(3000), TIMEOUT)).isTrue();
    assertThat(delay.stoodStill(nanos(4000), TIMEOUT)).isFalse();
    assertThat(delay.stoodStill(nanos(6001), TIMEOUT)).isFalse();
  }

  @Test
  void shortTimeOutIsOverAfterAShortPause() {
    runsAt(250, 1600);

    assertThat(delay.stoodStill(0, Duration.ofSeconds(2))).isTrue();
    assertThat(delay.stoodStill(0, TIMEOUT)).isFalse();
  }

  @Test
  void addsPausesUp() {
    runsAt(1700, 3400);
    assertThat(delay.stoodStill(0, TIMEOUT)).isTrue();
  }

  @Test
  void restIsNoPause() {
    delay.resting(nanos(60_000));
    runsAt(60_200);

    assertThat(delay.stoodStill(nanos(56_000), TIMEOUT)).isFalse();
  }
}
