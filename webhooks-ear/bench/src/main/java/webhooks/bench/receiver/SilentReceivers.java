package webhooks.bench.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Receivers that accept connections and never answer, each at a loopback address of its own. */
public final class SilentReceivers implements AutoCloseable {
  private static final int BACKLOG = 512;
  private static final int PER_NETWORK = 250;

  private final ByteBuffer discarded = ByteBuffer.allocate(16 * 1024);
  private final List<ServerSocketChannel> servers = new ArrayList<>();
  private final Selector selector;

  /** Starts this many receivers, at most 60,000. */
  public SilentReceivers(int count) {
    try {
      selector = Selector.open();
      for (int i = 0; i < count; i++) {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.configureBlocking(false);
        String address = "127.1." + i / PER_NETWORK + "." + (1 + i % PER_NETWORK);
        server.bind(new InetSocketAddress(address, 0), BACKLOG);
        server.register(selector, SelectionKey.OP_ACCEPT);
        servers.add(server);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SignatureSample.daemon(this::run, "silent-receivers").start();
  }

  /** Returns the URL of a receiver by its number. */
  public URI url(int number) {
    try {
      InetSocketAddress address = (InetSocketAddress) servers.get(number).getLocalAddress();
      return URI.create(
          "https://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    while (selector.isOpen()) {
      try {
        selector.select(this::handle);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void handle(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel connection = ((ServerSocketChannel) key.channel()).accept();
        connection.configureBlocking(false);
        connection.register(selector, SelectionKey.OP_READ);
      } else if (((SocketChannel) key.channel()).read(discarded.clear()) < 0) {
        key.channel().close();
      }
    } catch (IOException e) {
      close(key);
    }
  }

  /** The sender has reset the connection. */
  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : List.copyOf(selector.keys())) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
