package webhooks.listener;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A clock that also runs a task at a later time. */
interface WakeClock {
  /** The clock of this machine. It calls on Java's thread for delays, shared by the process. */
  WakeClock SYSTEM =
      new WakeClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void wake(Duration delay, Runnable task) {
          CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
              .execute(task);
        }
      };

  /** Returns the time as {@link System#nanoTime} does. */
  long nanos();

  /** Calls a task that neither blocks nor fails, after this time. */
  void wake(Duration delay, Runnable task);
}
