package webhooks.broker.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.settings.RestartNote;
import webhooks.settings.RestartNote.Fault;

class EventLoopWatchTest {
  private final EventLoopGroup loops = new DefaultEventLoopGroup(2);
  private final EventLoopWatch watch =
      new EventLoopWatch(loops, new RestartNote(Fault.LISTENER, Clock.systemUTC())::observe);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    watch.end();
    end.countDown();
    loops.shutdownGracefully();
  }

  @Test
  void noticesThatOneLoopHangs() {
    loops.next().execute(this::hang);

    runRounds(EventLoopWatch.MAX_ROUNDS);
    assertThat(watch.allAnswer()).isTrue();
    watch.run();

    assertThat(watch.allAnswer()).isFalse();
  }

  @Test
  void noticesThatTheLoopAnswersAgain() throws Exception {
    loops.forEach(loop -> loop.execute(this::hang));
    runRounds(100);
    assertThat(watch.allAnswer()).isFalse();

    end.countDown();
    loops.shutdownGracefully().sync();

    assertThat(watch.allAnswer()).isTrue();
  }

  @Test
  void asksForRestartIfOneLoopHangsForOneMinute() {
    loops.next().execute(this::hang);

    runRounds(EventLoopWatch.MAX_ROUNDS + RestartNote.MIN_OBSERVATIONS - 1);
    assertThat(RestartNote.needsRestartSince()).isEmpty();
    watch.run();

    assertThat(RestartNote.needsRestartSince()).isPresent();
  }

  @Test
  void asksForNoRestartOnceTheLoopAnswersAgain() throws Exception {
    loops.next().execute(this::hang);
    runRounds(EventLoopWatch.MAX_ROUNDS + RestartNote.MIN_OBSERVATIONS);
    assertThat(RestartNote.needsRestartSince()).isPresent();

    end.countDown();
    for (EventExecutor loop : loops) {
      loop.submit(() -> {}).sync();
    }
    watch.run();

    assertThat(RestartNote.needsRestartSince()).isEmpty();
  }

  private void runRounds(int rounds) {
    for (int i = 0; i < rounds; i++) {
      watch.run();
    }
  }

  private void hang() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
