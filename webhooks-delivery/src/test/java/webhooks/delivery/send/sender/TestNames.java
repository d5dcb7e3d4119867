package webhooks.delivery.send.sender;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import webhooks.domain.address.NameResolver;

/** A directory of host names in memory. Names that begin with {@code hangs.} have no answer. */
final class TestNames implements NameResolver, AutoCloseable {
  private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Duration time = Duration.ZERO;

  /** Lets a host name stand for addresses. */
  void add(String name, String... addresses) {
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses) {
      found.add(literal(address));
    }
    names.put(name, found);
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Makes all look-ups take this long. */
  void delay(Duration newTime) {
    time = newTime;
  }

  @Override
  public List<InetAddress> resolve(String name) throws UnknownHostException {
    try {
      if (name.startsWith("hangs.")) {
        closed.await();
      }
      closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(names.get(name)).orElseThrow(() -> new UnknownHostException(name));
  }

  /** Ends all look-ups. */
  @Override
  public void close() {
    closed.countDown();
  }
}
