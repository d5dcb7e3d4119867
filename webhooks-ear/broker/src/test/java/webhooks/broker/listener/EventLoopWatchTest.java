package webhooks.broker.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.nio.channels.spi.SelectorProvider;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.settings.note.RestartNote;
import webhooks.settings.note.RestartNote.BrokerFault;

class EventLoopWatchTest {
  private final EventLoopWatch watch =
      new EventLoopWatch(new RestartNote(BrokerFault.LISTENER, Clock.systemUTC())::observe);
  private final EventLoopGroup loops =
      new NioEventLoopGroup(
          2,
          new ThreadPerTaskExecutor(Thread::new),
          watch,
          SelectorProvider.provider(),
          DefaultSelectStrategyFactory.INSTANCE);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    watch.end();
    end.countDown();
    loops.shutdownGracefully();
  }

  @Test
  void givesConnectionsToLoopsThatAnswer() throws Exception {
    EventLoop hanging = loops.next();
    EventLoop other = loops.next();
    hanging.execute(this::hang);

    for (int i = 0; i < EventLoopWatch.MAX_ROUNDS; i++) {
      watch.run();
      other.submit(() -> {}).sync();
    }
    assertThat(Set.of(loops.next(), loops.next())).containsOnly(hanging, other);
    watch.run();
    other.submit(() -> {}).sync();

    assertThat(List.of(loops.next(), loops.next(), loops.next())).containsOnly(other);
    assertThat(watch.anyAnswers()).isTrue();
  }

  @Test
  void noticesThatNoLoopAnswers() {
    loops.forEach(loop -> loop.execute(this::hang));

    runRounds(EventLoopWatch.MAX_ROUNDS);
    assertThat(watch.anyAnswers()).isTrue();
    watch.run();

    assertThat(watch.anyAnswers()).isFalse();
  }

  @Test
  void noticesThatTheLoopsAnswerAgain() throws Exception {
    loops.forEach(loop -> loop.execute(this::hang));
    runRounds(100);
    assertThat(watch.anyAnswers()).isFalse();

    end.countDown();
    loops.shutdownGracefully().sync();

    assertThat(watch.anyAnswers()).isTrue();
  }

  @Test
  void asksForRestartIfOneLoopHangsForOneMinute() {
    loops.next().execute(this::hang);

    runRounds(EventLoopWatch.MAX_ROUNDS + BrokerFault.LISTENER.minObservations() - 1);
    assertThat(RestartNote.needsRestartSince()).isEmpty();
    watch.run();

    assertThat(RestartNote.needsRestartSince()).isPresent();
  }

  @Test
  void asksForNoRestartOnceTheLoopAnswersAgain() throws Exception {
    loops.next().execute(this::hang);
    runRounds(EventLoopWatch.MAX_ROUNDS + BrokerFault.LISTENER.minObservations());
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
