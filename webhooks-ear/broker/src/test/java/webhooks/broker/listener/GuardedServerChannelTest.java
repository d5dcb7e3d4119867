package webhooks.broker.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedServerChannelTest {
  private final EventLoopGroup accepting = new NioEventLoopGroup(1);
  private final EventLoopGroup connections = new NioEventLoopGroup(1);
  private final AtomicInteger accepted = new AtomicInteger();
  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private Channel server;

  @BeforeEach
  void listen() throws Exception {
    server =
        new ServerBootstrap()
            .group(accepting, connections)
            .channel(GuardedServerChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    accepted.incrementAndGet();
                    connection.pipeline().addLast(new Echo());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  @AfterEach
  void stop() {
    accepting.shutdownGracefully();
    connections.shutdownGracefully();
  }

  private final class Echo extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      received.add(bytes.toString(US_ASCII));
      context.writeAndFlush(bytes.retain());
    }
  }

  private Socket connect() throws IOException {
    int port = ((InetSocketAddress) server.localAddress()).getPort();
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /** Holds the thread that accepts connections, as a busy machine does. */
  private CountDownLatch holdAccepting() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    accepting.execute(
        () -> {
          begun.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    begun.await();
    return end;
  }

  @Test
  void makesNothingForConnectionsThatHaveEnded() throws Exception {
    CountDownLatch hold = holdAccepting();
    for (int i = 0; i < 1000; i++) {
      try (Socket stranger = connect()) {
        // Half of them are reset, the others closed.
        stranger.setSoLinger(i % 2 == 0, 0);
        stranger.getOutputStream().write(i % 4 < 2 ? "AMQP".getBytes(US_ASCII) : new byte[0]);
      }
    }
    try (Socket producer = connect()) {
      producer.getOutputStream().write("first".getBytes(US_ASCII));
      hold.countDown();

      assertThat(producer.getInputStream().readNBytes(5)).asString(US_ASCII).isEqualTo("first");
      assertThat(accepted).hasValue(1);
    }
  }

  @Test
  void passesOnWhatCameBeforeAndAfterTheConnectionWasAccepted() throws Exception {
    CountDownLatch hold = holdAccepting();
    try (Socket early = connect();
        Socket late = connect()) {
      early.getOutputStream().write("a".repeat(3000).getBytes(US_ASCII));
      hold.countDown();
      assertThat(early.getInputStream().readNBytes(3000)).asString(US_ASCII).matches("a{3000}");

      late.getOutputStream().write("later".getBytes(US_ASCII));

      assertThat(late.getInputStream().readNBytes(5)).asString(US_ASCII).isEqualTo("later");
    }
    await().until(() -> String.join("", received).length() == 3005);
    assertThat(accepted).hasValue(2);
  }
}
