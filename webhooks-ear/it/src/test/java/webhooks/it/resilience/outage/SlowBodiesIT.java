package webhooks.it.resilience.outage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.TestEnvironment;

/** Health checks and other callers while clients send their bodies slowly, or not at all. */
class SlowBodiesIT {
  /** Two hundred of known clients, and as many with an invalid token. */
  private static final int CONNECTIONS = 400;

  private static final int CLIENTS = 20;

  private static final int CLIENTS_OF_ACCOUNT = 40;

  private static final int CREATIONS = 30;

  /** Long enough that a request's thread begins to wait for its body. */
  private static final Duration BODY_DELAY = Duration.ofMillis(100);

  /** Longer than the server waits for a body, so that all its limits are reached. */
  private static final Duration ATTACK = Duration.ofSeconds(25);

  private static final Duration MAX_USUAL = Duration.ofSeconds(1);

  private static TestEnvironment environment;

  private final List<Socket> sockets = new ArrayList<>();
  private int opened;

  @BeforeAll
  static void start() {
    environment = TestEnvironment.shared();
  }

  @AfterEach
  void end() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void othersAreAnsweredBesideSlowBodies() throws IOException {
    List<String> authorizations = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      authorizations.add("Bearer " + environment.application().token());
      authorizations.add("Bearer invalid");
    }
    int logged = environment.product().log().length();
    for (int i = 0; i < CONNECTIONS; i++) {
      sockets.add(slow(authorizations.get(i % authorizations.size())));
    }
    String head = "GET /webhooks HTTP/1.1\r\nAuthorization: Bearer ";
    String list = head + environment.application().token();
    List<Duration> checks = new ArrayList<>();
    List<Duration> lists = new ArrayList<>();
    PeriodicTask attack = new PeriodicTask(Duration.ofSeconds(1), () -> drip(authorizations));
    Instant end = Instant.now().plus(ATTACK);
    while (Instant.now().isBefore(end)) {
      checks.add(timeOf("GET /health/live HTTP/1.1", "\"UP\""));
      lists.add(timeOf(list, "{\"webhooks\":[]}"));
    }
    attack.close();
    assertThat(percentile(95, checks, "checks")).isLessThan(MAX_USUAL);
    assertThat(percentile(99, lists, "lists of another caller")).isLessThan(MAX_USUAL);
    assertThat(environment.product().log().substring(logged)).doesNotContain("\tat ");
  }

  @Test
  void clientsOfOneAccountLeaveRoomToOthers() throws IOException {
    List<String> authorizations = new ArrayList<>();
    for (int i = 0; i < CLIENTS_OF_ACCOUNT; i++) {
      String token = environment.tokens().draft("slow-client-" + i, "slow-account").rs256();
      authorizations.add("Bearer " + token);
    }
    for (int i = 0; i < 2 * CLIENTS_OF_ACCOUNT; i++) {
      sockets.add(slow(authorizations.get(i % CLIENTS_OF_ACCOUNT)));
    }
    PeriodicTask attack = new PeriodicTask(Duration.ofSeconds(1), () -> drip(authorizations));
    String token = environment.application().token();
    for (int i = 0; i < CREATIONS; i++) {
      assertThat(statusOfCreation(token)).as("creation %d", i).startsWith("HTTP/1.1 202 ");
    }
    attack.close();
  }

  /** Creates a webhook. The body comes when the server waits for it. */
  private static String statusOfCreation(String token) throws IOException {
    String body =
        "{\"callbackUrl\":\"https://127.0.0.1/\",\"scope\":\"Account\","
            + "\"eventTypes\":[\"iModels.iModelCreated.v1\"]}";
    String head =
        "POST /webhooks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n";
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), environment.product().port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(head.formatted(body.length(), token).getBytes(US_ASCII));
      LockSupport.parkNanos(BODY_DELAY.toNanos());
      socket.getOutputStream().write(body.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  /** Opens a connection and sends the head of a request and the first byte of its body. */
  private Socket slow(String authorization) throws IOException {
    // The page that shows the server's own errors answers anyone.
    String path = opened++ % 3 == 0 ? "/error-page" : "/webhooks";
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), environment.product().port());
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 60000\r\nAuthorization: %s\r\n\r\n{";
    socket.getOutputStream().write(head.formatted(path, authorization).getBytes(US_ASCII));
    return socket;
  }

  /** Sends one more byte of each body, and opens answered or closed connections again. */
  private void drip(List<String> authorizations) {
    for (int i = 0; i < sockets.size(); i++) {
      Socket socket = sockets.get(i);
      try {
        if (socket.getInputStream().available() == 0) {
          socket.getOutputStream().write(' ');
          continue;
        }
      } catch (IOException e) {
        // Closed by the server.
      }
      try {
        socket.close();
        sockets.set(i, slow(authorizations.get(i % authorizations.size())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Duration percentile(int percent, List<Duration> times, String ofWhat) {
    times.sort(null);
    Duration percentile = times.get(times.size() * percent / 100);
    Progress.say(
        "%d %s beside %d slow bodies: p%d %d ms, longest %d ms",
        times.size(),
        ofWhat,
        CONNECTIONS,
        percent,
        percentile.toMillis(),
        times.get(times.size() - 1).toMillis());
    return percentile;
  }

  /** Asks as a probe does, on a new connection. */
  private static Duration timeOf(String head, String expected) throws IOException {
    long begin = System.nanoTime();
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), environment.product().port())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write((head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200").contains(expected);
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
