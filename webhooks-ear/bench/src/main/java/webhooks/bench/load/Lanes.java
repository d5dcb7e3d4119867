package webhooks.bench.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Repeats asynchronous work with a fixed number of requests in flight. */
public final class Lanes {
  private Lanes() {}

  /** Does the work with each number from 0 to below the count. Waits for the end of all. */
  public static void each(int lanes, int count, IntFunction<CompletableFuture<?>> work) {
    AtomicInteger next = new AtomicInteger();
    run(lanes, lane -> nextOf(next, count, work));
  }

  /** Repeats the work of each lane until the end. Waits for the end of all lanes. */
  public static void until(BooleanSupplier end, int lanes, IntFunction<CompletableFuture<?>> work) {
    run(lanes, lane -> end.getAsBoolean() ? null : work.apply(lane));
  }

  private static CompletableFuture<?> nextOf(
      AtomicInteger next, int count, IntFunction<CompletableFuture<?>> work) {
    int number = next.getAndIncrement();
    return number < count ? work.apply(number) : null;
  }

  private static void run(int lanes, IntFunction<CompletableFuture<?>> step) {
    CompletableFuture<?>[] ends = new CompletableFuture<?>[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      ends[lane] = end;
      advance(lane, step, end);
    }
    CompletableFuture.allOf(ends).join();
  }

  /** Starts the next step of a lane, which has ended if there is none. */
  private static void advance(
      int lane, IntFunction<CompletableFuture<?>> step, CompletableFuture<Void> end) {
    try {
      CompletableFuture<?> started = step.apply(lane);
      if (started == null) {
        end.complete(null);
        return;
      }
      started.whenComplete(
          (done, fault) -> {
            if (fault == null) {
              advance(lane, step, end);
            } else {
              end.completeExceptionally(fault);
            }
          });
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
  }
}
