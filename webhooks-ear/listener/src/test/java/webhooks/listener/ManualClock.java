package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** A clock that a test advances. */
final class ManualClock implements WakeClock {
  private long now;
  private long due = Long.MAX_VALUE;
  private Runnable task = () -> {};

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void wake(Duration delay, Runnable woken) {
    assertThat(due).isEqualTo(Long.MAX_VALUE);
    due = now + delay.toNanos();
    task = woken;
  }

  void advance(Duration time) {
    long end = now + time.toNanos();
    while (due <= end) {
      now = due;
      due = Long.MAX_VALUE;
      task.run();
    }
    now = end;
  }
}
