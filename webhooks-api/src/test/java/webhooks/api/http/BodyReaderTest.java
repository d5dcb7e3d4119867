package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.StrangerWaits;

class BodyReaderTest {
  private static final LimitKey CALLER = LimitKey.ofAccount("account-1");
  private static final LimitKey STRANGER = LimitKey.ofNetwork("192.0.2.1");

  private final BodyLimits limits = BodyLimits.of(512L << 20);
  private final List<Boolean> blocked = new ArrayList<>();

  /** The server's listener gives the place of such a thread to another request. */
  @Test
  void threadHasBlockerWhileItWaitsForTheNetwork() throws IOException {
    Body body = new Body();

    assertThat(reader(body, limits, CALLER).read(4)).hasSize(4);

    assertThat(blocked).containsExactly(false, true);
    assertThat(LockSupport.getBlocker(Thread.currentThread())).isNull();
  }

  /** There is one place, and the second body is not there at once either. */
  @Test
  void silentStrangerGivesItsPlaceToTheNext() throws Exception {
    BodyLimits one =
        new BodyLimits(
            Duration.ofMinutes(1), limits.waiting(), new StrangerWaits(1), limits.memory());
    PipedInputStream silent = new PipedInputStream(new PipedOutputStream());
    FutureTask<byte[]> first = new FutureTask<>(() -> reader(silent, one, STRANGER).read(4));
    Thread thread = new Thread(first);
    thread.start();
    await().until(() -> LockSupport.getBlocker(thread) instanceof BodyReader);

    assertThat(reader(new Body(), one, STRANGER).read(4)).hasSize(4);

    assertThatThrownBy(() -> first.get(1, TimeUnit.MINUTES))
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_TIMEOUT));
  }

  private static BodyReader reader(InputStream body, BodyLimits limits, LimitKey caller) {
    return new BodyReader(body, limits, caller, limits.memory(caller));
  }

  /** Half of it has arrived. A read of the rest waits for the network. */
  private final class Body extends ByteArrayInputStream {
    private int arrived = 2;

    Body() {
      super(new byte[4]);
    }

    @Override
    public synchronized int available() {
      return arrived;
    }

    @Override
    public synchronized int read(byte[] target, int from, int length) {
      blocked.add(LockSupport.getBlocker(Thread.currentThread()) != null);
      arrived = 0;
      return super.read(target, from, 2);
    }
  }
}
