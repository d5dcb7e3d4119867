package webhooks.it.resilience.outage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Connections that send many requests without waiting for answers, and count the answers. The
 * requests of each connection have a token of their own that is not valid.
 */
final class PipelinedLoad implements AutoCloseable {
  private static final String REQUEST =
      "GET /webhooks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a.b.%d\r\n\r\n";
  private static final byte[] ANSWER = "HTTP/1.1 ".getBytes(US_ASCII);

  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
  private final Thread thread = new Thread(this::readAnswers, "pipelined-load");
  private volatile int answers;

  /**
   * Opens connections.
   *
   * @param address the address of this machine that the connections come from
   * @param requests the number of requests on each connection
   */
  PipelinedLoad(String address, int port, int connections, int requests) throws IOException {
    selector = Selector.open();
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.bind(new InetSocketAddress(address, 0));
      channel.connect(new InetSocketAddress("127.0.0.1", port));
      channel.configureBlocking(false);
      channel.register(
          selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, new Exchange(i, requests));
    }
    thread.start();
  }

  /** Returns the number of answers to all connections until now. */
  int answers() {
    return answers;
  }

  private void readAnswers() {
    try {
      while (selector.isOpen()) {
        selector.select(this::exchange, Duration.ofSeconds(1).toMillis());
      }
    } catch (ClosedSelectorException e) {
      // The load is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void exchange(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    Exchange exchange = (Exchange) key.attachment();
    try {
      if (key.isWritable() && !exchange.send(channel)) {
        key.interestOps(SelectionKey.OP_READ);
      }
      buffer.clear();
      if (channel.read(buffer) < 0) {
        key.cancel();
      }
      buffer.flip();
      answers += exchange.count(buffer);
    } catch (IOException e) {
      key.cancel();
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  /** The requests of one connection that are not sent, and what of an answer was seen. */
  private static final class Exchange {
    private final ByteBuffer requests;
    private int seen;

    Exchange(int token, int count) {
      requests = ByteBuffer.wrap(REQUEST.formatted(token).repeat(count).getBytes(US_ASCII));
    }

    /** Returns whether there is more to send. */
    boolean send(SocketChannel channel) throws IOException {
      channel.write(requests);
      return requests.hasRemaining();
    }

    /** Returns the number of answers that begin in these bytes. */
    int count(ByteBuffer bytes) {
      int begun = 0;
      while (bytes.hasRemaining()) {
        byte next = bytes.get();
        seen = next == ANSWER[seen] ? seen + 1 : next == ANSWER[0] ? 1 : 0;
        if (seen == ANSWER.length) {
          begun++;
          seen = 0;
        }
      }
      return begun;
    }
  }
}
