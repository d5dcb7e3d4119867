package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.settings.HostAndPort;

/** Deliveries that go through an egress proxy. */
class ProxyTest {
  @TempDir Path directory;
  private ConnectProxy proxy;
  private TestSender sender;
  private RawReceiver receiver;

  @BeforeEach
  void start() throws Exception {
    proxy = new ConnectProxy();
    receiver = RawReceiver.writing("HTTP/1.1 204 No Content\r\n\r\n");
    sender =
        new TestSender(
            Certificates.trusted(directory),
            new HostAndPort("localhost", proxy.port()),
            "127.0.0.0/8");
    sender.resolves(Certificates.HOST, "127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    sender.close();
    receiver.close();
    proxy.close();
  }

  @Test
  void proxyIsToldTheVettedAddressAndTheReceiverItsName() throws Exception {
    Attempt attempt = sender.send(receiver.url("/hook?a=b"));

    assertThat(attempt.error()).isEmpty();
    assertThat(proxy.requests).containsExactly(connect("127.0.0.1"));
    assertThat(receiver.head())
        .startsWith("POST /hook?a=b HTTP/1.1")
        .contains("Host: " + Certificates.HOST + ":" + receiver.port());
    assertThat(proxy.heads).noneMatch(head -> head.contains(Certificates.HOST));
  }

  @Test
  void forbiddenAddressIsNotAskedForEither() throws Exception {
    sender.resolves(Certificates.HOST, "10.0.0.1");

    assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.FORBIDDEN_ADDRESS);
    assertThat(proxy.requests).isEmpty();
  }

  @Test
  void certificateIsStillVerifiedForTheReceiversName() throws Exception {
    sender.resolves("other.example", "127.0.0.1");

    Attempt attempt = sender.send("https://other.example:" + receiver.port() + "/");

    assertThat(attempt.error()).contains(AttemptError.TLS);
  }

  @Test
  void nextAddressIsAskedForWhenTheProxyReachesOneNot() throws Exception {
    sender.resolves(Certificates.HOST, "127.0.0.3", "127.0.0.2", "127.0.0.1");

    Attempt attempt = sender.send(receiver.url("/"));

    assertThat(attempt.error()).isEmpty();
    assertThat(proxy.requests)
        .containsExactly(connect("127.0.0.3"), connect("127.0.0.2"), connect("127.0.0.1"));
    assertThat(receiver.connections()).isEqualTo(1);
  }

  @Test
  void noAddressIsAskedForTwice() throws Exception {
    sender.resolves(Certificates.HOST, "127.0.0.2", "127.0.0.3");

    assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.CONNECT);
    assertThat(proxy.requests).containsExactly(connect("127.0.0.2"), connect("127.0.0.3"));
  }

  private String connect(String address) {
    return "CONNECT " + address + ":" + receiver.port() + " HTTP/1.1";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"
      })
  void answerOfTheProxyIsNoAnswerOfTheReceiver(String refusal) throws Exception {
    proxy.answer = refusal;

    Attempt attempt = sender.send(receiver.url("/"));

    assertThat(attempt.error()).contains(AttemptError.CONNECT);
    assertThat(attempt.statusCode()).isEmpty();
    assertThat(attempt.retryAfter()).isEmpty();
    assertThat(receiver.connections()).isZero();
  }

  @Test
  void proxyThatIsAwayIsAFailureToConnect() throws Exception {
    Path trusted = Certificates.trusted(directory);
    try (TestSender alone =
        new TestSender(trusted, new HostAndPort("127.0.0.1", 1), "127.0.0.0/8")) {
      alone.resolves(Certificates.HOST, "127.0.0.1");

      assertThat(alone.send(receiver.url("/")).error()).contains(AttemptError.CONNECT);
      assertThat(receiver.connections()).isZero();
    }
  }

  /** An HTTP proxy that opens tunnels, or answers as it is told. */
  private static final class ConnectProxy implements AutoCloseable {
    private static final String OPENED = "HTTP/1.1 200 Connection established\r\n\r\n";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile String answer = OPENED;

    ConnectProxy() throws IOException {
      new Thread(this::accept).start();
    }

    int port() {
      return server.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          Socket client = server.accept();
          new Thread(() -> serve(client)).start();
        }
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }

    private void serve(Socket client) {
      try (client) {
        String request = head(client);
        requests.add(request);
        if (!answer.equals(OPENED)) {
          write(client, answer);
          return;
        }
        String[] target = request.split(" ")[1].split(":");
        try (Socket receiver = new Socket(target[0], Integer.parseInt(target[1]))) {
          write(client, OPENED);
          Thread back = new Thread(() -> copy(receiver, client));
          back.start();
          copy(client, receiver);
          back.join();
        } catch (ConnectException e) {
          write(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        }
      } catch (IOException | InterruptedException e) {
        // A side went away.
      }
    }

    private static void write(Socket client, String answer) throws IOException {
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private String head(Socket client) throws IOException {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
      String request = reader.readLine();
      String line = request;
      while (line != null && !line.isEmpty()) {
        heads.add(line);
        line = reader.readLine();
      }
      return request;
    }

    private static void copy(Socket from, Socket to) {
      try {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
      } catch (IOException e) {
        // A side went away.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
