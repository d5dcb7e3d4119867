package webhooks.bench.scenario.neighbours;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import webhooks.it.harness.Places;
import webhooks.it.harness.server.Micro;
import webhooks.it.harness.server.Product;

/**
 * A name server for the product that answers one name and is silent about all others. The product
 * reads the server's address from a file of its own in place of {@code /etc/resolv.conf}, which
 * only root can give it. Otherwise the product looks up nothing: the tenant's host is an address.
 */
final class SlowNames implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.77";
  private static final String ANSWERED = "healthy.bench.test";
  private static final int HEADER = 12;
  private static final int TYPE_A = 1;
  private static final byte[] LOOPBACK = {
    (byte) 0xc0, HEADER, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1
  };

  private final Optional<DatagramSocket> socket = open();

  SlowNames() {
    socket.ifPresent(
        opened -> {
          Thread thread = new Thread(() -> serve(opened), "slow-names");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static Optional<DatagramSocket> open() {
    try {
      boolean mayMount = new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0;
      return mayMount
          ? Optional.of(new DatagramSocket(53, InetAddress.getByName(ADDRESS)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean areServed() {
    return socket.isPresent();
  }

  /** Returns the name of this machine that is answered, or its address. */
  String answered() {
    return areServed() ? ANSWERED : "127.0.0.1";
  }

  /** Returns a name that is never answered. */
  String unanswered(UUID label) {
    return label + ".silent.bench.test";
  }

  /** Starts the product with this name server alone. */
  void configure(Product product) {
    if (!areServed()) {
      return;
    }
    try {
      Path home = Places.freshDirectory("slow-names");
      Path servers = Files.writeString(home.resolve("resolv.conf"), "nameserver " + ADDRESS + "\n");
      Path java =
          Files.writeString(
              Files.createDirectories(home.resolve("bin")).resolve("java"),
              """
              #!/bin/sh
              exec unshare -m sh -c 'mount --bind %s /etc/resolv.conf && exec %s/bin/java "$@"' java "$@"
              """
                  .formatted(servers, System.getProperty("java.home")));
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
      ((Micro) product).withJavaHome(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(DatagramSocket socket) {
    byte[] question = new byte[512];
    while (!socket.isClosed()) {
      try {
        DatagramPacket asked = new DatagramPacket(question, question.length);
        socket.receive(asked);
        if (name(question).equals(ANSWERED)) {
          byte[] answer = answer(question);
          socket.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
        }
      } catch (SocketException e) {
        // Closed.
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String name(byte[] question) {
    StringBuilder name = new StringBuilder();
    for (int at = HEADER; question[at] != 0; at += 1 + question[at]) {
      name.append(name.isEmpty() ? "" : ".")
          .append(new String(question, at + 1, question[at], ISO_8859_1));
    }
    return name.toString();
  }

  /** Returns the loopback address to a question for one of IPv4, and no address otherwise. */
  private static byte[] answer(byte[] question) {
    int end = HEADER + ANSWERED.length() + 2 + 4;
    boolean ofV4 = question[end - 3] == TYPE_A;
    ByteBuffer answer = ByteBuffer.allocate(end + (ofV4 ? LOOPBACK.length : 0));
    answer
        .put(question, 0, 2)
        .put(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, (byte) (ofV4 ? 1 : 0), 0, 0, 0, 0});
    answer.put(question, HEADER, end - HEADER);
    if (ofV4) {
      answer.put(LOOPBACK);
    }
    return answer.array();
  }

  @Override
  public void close() {
    socket.ifPresent(DatagramSocket::close);
  }
}
