package webhooks.broker.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopWatchTest {
  private final EventLoopGroup loops = new DefaultEventLoopGroup(2);
  private final EventLoopWatch watch = new EventLoopWatch(loops);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
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
