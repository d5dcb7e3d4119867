package webhooks.broker.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class PendingLoginsTest {
  private long now = Long.MAX_VALUE - 1;
  private final PendingLogins logins = new PendingLogins(() -> now);

  private static final class Connection extends EmbeddedChannel {
    private final String address;

    private Connection(String address) {
      this.address = address;
    }

    @Override
    protected SocketAddress remoteAddress0() {
      // The superclass asks before the field has its value.
      return new InetSocketAddress(address == null ? "127.0.0.1" : address, 1);
    }
  }

  private List<Connection> connect(String address, int count) {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Connection connection = new Connection(address);
      logins.add(connection);
      connections.add(connection);
    }
    return connections;
  }

  private static long open(List<Connection> connections) {
    connections.forEach(EmbeddedChannel::runPendingTasks);
    return connections.stream().filter(EmbeddedChannel::isOpen).count();
  }

  @Test
  void closesOldestConnectionOverTheBound() {
    List<Connection> connections = connect("192.0.2.1", PendingLogins.MAX + 5);

    assertThat(open(connections.subList(0, 5))).isZero();
    assertThat(open(connections)).isEqualTo(PendingLogins.MAX);
    assertThat(logins.size()).isEqualTo(PendingLogins.MAX);
  }

  @Test
  void closesConnectionsOfTheLargestNetwork() {
    List<Connection> producers = connect("192.0.2.1", 20);
    List<Connection> strangers = connect("198.51.100.7", PendingLogins.MAX);

    assertThat(open(producers)).isEqualTo(20);
    assertThat(open(strangers)).isEqualTo(PendingLogins.MAX - 20);
  }

  @Test
  void countsNetworkOfIpv6AsOneAddress() {
    List<Connection> producer = connect("2001:db8::1", 1);
    List<Connection> strangers = new ArrayList<>();
    for (int i = 0; i < PendingLogins.MAX; i++) {
      strangers.addAll(connect("2001:db8:0:7::" + Integer.toHexString(i), 1));
    }

    assertThat(open(producer)).isOne();
    assertThat(open(strangers)).isEqualTo(PendingLogins.MAX - 1);
  }

  @Test
  void closesConnectionsInTime() {
    List<Connection> connections = connect("192.0.2.1", 2);
    now += Duration.ofSeconds(1).toNanos();
    connections.addAll(connect("192.0.2.1", 1));
    logins.remove(connections.get(0));

    now += Duration.ofSeconds(4).toNanos() - 1;
    logins.closeExpired();
    assertThat(open(connections)).isEqualTo(3);
    now++;
    logins.closeExpired();

    assertThat(open(connections)).isEqualTo(2);
    assertThat(connections.get(1).isOpen()).isFalse();
    assertThat(logins.size()).isOne();
  }

  /** An operator sees why a producer on a slow network can't connect. */
  @Test
  void logsAddressesOfConnectionsWithoutLogin() {
    List<String> lines = new ArrayList<>();
    Logger logger = Logger.getLogger(GuardedAcceptorFactory.class.getName());
    Filter filter = logger.getFilter();
    logger.setFilter(
        record -> {
          lines.add(MessageFormat.format(record.getMessage(), record.getParameters()));
          return false;
        });
    try {
      connect("192.0.2.1", 1);
      now += Duration.ofSeconds(5).toNanos();
      logins.closeExpired();
    } finally {
      logger.setFilter(filter);
    }

    assertThat(lines)
        .containsExactly(
            "The connection from /192.0.2.1:1 is closed: it has not logged in for 5 seconds");
  }

  /** A thread closes its connections when it gets to that. */
  @Test
  void countsConnectionsUntilTheyAreClosed() throws Exception {
    EventLoopGroup loop = new NioEventLoopGroup(1);
    List<Channel> strangers = held(loop, "198.51.100.7", 2 * PendingLogins.MAX + 1);
    Channel producer = held(loop, "192.0.2.1", 1).get(0);
    Channel last = strangers.remove(2 * PendingLogins.MAX);
    CountDownLatch end = hold(loop);

    assertThat(strangers).allMatch(logins::add);
    assertThat(logins.size()).isEqualTo(2 * PendingLogins.MAX);
    assertThat(logins.add(last)).isFalse();
    assertThat(logins.add(producer)).isTrue();

    end.countDown();
    loop.submit(() -> {}).sync();
    assertThat(logins.size()).isEqualTo(PendingLogins.MAX);
    assertThat(producer.isOpen()).isTrue();
    assertThat(logins.add(last)).isTrue();
    loop.shutdownGracefully();
  }

  @Test
  void letsNoConnectionInWhileAThousandAreNotClosed() throws Exception {
    EventLoopGroup loop = new NioEventLoopGroup(1);
    List<Channel> strangers = new ArrayList<>();
    for (int i = 0; i < PendingLogins.MAX_CLOSING + PendingLogins.MAX; i++) {
      strangers.addAll(held(loop, "198.51.100." + i % 250, 1));
    }
    Channel producer = held(loop, "192.0.2.1", 1).get(0);
    CountDownLatch end = hold(loop);

    assertThat(strangers).allMatch(logins::add);
    assertThat(logins.add(producer)).isFalse();

    end.countDown();
    loop.submit(() -> {}).sync();
    assertThat(logins.add(producer)).isTrue();
    loop.shutdownGracefully();
  }

  /** Keeps the thread of a loop busy until the latch is released. */
  private static CountDownLatch hold(EventLoopGroup loop) {
    CountDownLatch end = new CountDownLatch(1);
    loop.submit(
        () -> {
          end.await();
          return null;
        });
    return end;
  }

  private static List<Channel> held(EventLoopGroup loop, String address, int count)
      throws Exception {
    List<Channel> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Channel connection =
          new NioSocketChannel() {
            @Override
            public InetSocketAddress remoteAddress() {
              return new InetSocketAddress(address, 1);
            }
          };
      loop.register(connection).sync();
      connections.add(connection);
    }
    return connections;
  }

  @Test
  void forgetsClosedConnections() {
    connect("192.0.2.1", 1).get(0).close();

    assertThat(logins.size()).isZero();
  }
}
