package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import webhooks.domain.limit.LimitKey;

class BodyReaderTest {
  private static final LimitKey CALLER = LimitKey.ofAccount("account-1");

  private final BodyLimits limits = BodyLimits.of(512L << 20);
  private final List<Boolean> blocked = new ArrayList<>();

  /** The server's listener gives the place of such a thread to another request. */
  @Test
  void threadHasBlockerWhileItWaitsForTheNetwork() throws IOException {
    Body body = new Body();

    assertThat(reader(body).read(4)).hasSize(4);

    assertThat(blocked).containsExactly(false, true);
    assertThat(LockSupport.getBlocker(Thread.currentThread())).isNull();
  }

  private BodyReader reader(Body body) {
    return new BodyReader(body, limits, CALLER, limits.memory(CALLER));
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
