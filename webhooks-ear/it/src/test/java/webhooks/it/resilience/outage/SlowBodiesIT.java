package webhooks.it.resilience.outage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  private static final int STRANGERS = 80;

  /** The threads that wait for strangers. */
  private static final int WAITING = 16;

  private static final int EXCHANGES = 30;

  /** Long enough that a request's thread begins to wait for its body. */
  private static final Duration BODY_DELAY = Duration.ofMillis(100);

  /** Longer than the server waits for a body, so that all its limits are reached. */
  private static final Duration ATTACK = Duration.ofSeconds(25);

  private static final Duration MAX_USUAL = Duration.ofSeconds(1);

  private static TestEnvironment environment;

  private final List<Socket> sockets = new ArrayList<>();

  /** The beginnings of the slow requests. Several connections may send the same one. */
  private final List<String> beginnings = new ArrayList<>();

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
      beginnings.add(slow(i, authorizations.get(i % authorizations.size())));
    }
    open(CONNECTIONS);
    String head = "GET /webhooks HTTP/1.1\r\nAuthorization: Bearer ";
    String list = head + environment.application().token();
    List<Duration> checks = new ArrayList<>();
    List<Duration> lists = new ArrayList<>();
    PeriodicTask attack = new PeriodicTask(Duration.ofSeconds(1), this::drip);
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
      beginnings.add(slow(i, authorizations.get(i % CLIENTS_OF_ACCOUNT)));
    }
    open(2 * CLIENTS_OF_ACCOUNT);
    PeriodicTask attack = new PeriodicTask(Duration.ofSeconds(1), this::drip);
    String token = environment.application().token();
    for (int i = 0; i < CREATIONS; i++) {
      assertThat(statusOfCreation(token)).as("creation %d", i).startsWith("HTTP/1.1 202 ");
    }
    attack.close();
  }

  /** A regression: up to 18 of them had all places of their address for 10 s each. */
  @Test
  void strangersLeaveTheEntranceOfThePortalOpen() throws IOException {
    int logged = environment.product().log().length();
    beginnings.add(head("/portal-sessions/redeem", 60, "") + "{\"code\"");
    open(STRANGERS);
    String code = "{\"code\":\"unknown\"}";
    String head = head("/portal-sessions/redeem", code.length(), "Connection: close\r\n");
    for (int i = 0; i < EXCHANGES; i++) {
      await().until(this::answered, count -> count >= STRANGERS - WAITING);
      assertThat(answered()).isEqualTo(STRANGERS - WAITING);
      assertThat(answer(head, code))
          .as("exchange %d of a code", i)
          .startsWith("HTTP/1.1 404 ")
          .contains("PortalSessionNotFound");
      // Each answered stranger begins again, and each other one sends a byte more.
      drip();
    }
    await().until(this::answered, count -> count >= STRANGERS - WAITING);
    assertThat(statusesOfAnswered()).containsOnly("HTTP/1.1 408");
    assertThat(environment.product().log().substring(logged)).doesNotContain("\tat ");
  }

  private Set<String> statusesOfAnswered() throws IOException {
    Set<String> statuses = new HashSet<>();
    for (Socket socket : sockets) {
      if (socket.getInputStream().available() > 0) {
        statuses.add(new String(socket.getInputStream().readNBytes(12), US_ASCII));
      }
    }
    return statuses;
  }

  /** Creates a webhook. */
  private static String statusOfCreation(String token) throws IOException {
    String body =
        "{\"callbackUrl\":\"https://127.0.0.1/\",\"scope\":\"Account\","
            + "\"eventTypes\":[\"iModels.iModelCreated.v1\"]}";
    String headers = "Authorization: Bearer " + token + "\r\nConnection: close\r\n";
    return answer(head("/webhooks", body.length(), headers), body);
  }

  /** Returns the answer to a request whose body comes when the server waits for it. */
  private static String answer(String head, String body) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      LockSupport.parkNanos(BODY_DELAY.toNanos());
      socket.getOutputStream().write(body.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), environment.product().port());
  }

  /** Returns the head of a request. Each of the further headers ends with a line break. */
  private static String head(String path, int length, String headers) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            .formatted(path)
        + "Content-Length: %d\r\n%s\r\n".formatted(length, headers);
  }

  /** Returns the head of a request and the first byte of its body. */
  private static String slow(int number, String authorization) {
    // The page that shows the server's own errors answers anyone.
    String path = number % 3 == 0 ? "/error-page" : "/webhooks";
    return head(path, 60000, "Authorization: " + authorization + "\r\n") + "{";
  }

  private void open(int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      sockets.add(begin(i));
    }
  }

  /** Opens a connection and sends the beginning of its request. */
  private Socket begin(int index) throws IOException {
    Socket socket = connect();
    String beginning = beginnings.get(index % beginnings.size());
    socket.getOutputStream().write(beginning.getBytes(US_ASCII));
    return socket;
  }

  private long answered() throws IOException {
    long count = 0;
    for (Socket socket : sockets) {
      count += socket.getInputStream().available() > 0 ? 1 : 0;
    }
    return count;
  }

  /** Sends one more byte of each body, and opens answered or closed connections again. */
  private void drip() {
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
        sockets.set(i, begin(i));
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
    try (Socket socket = connect()) {
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
