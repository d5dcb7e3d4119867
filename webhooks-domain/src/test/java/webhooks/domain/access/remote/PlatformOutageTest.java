package webhooks.domain.access.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static webhooks.domain.access.remote.StubPlatform.json;
import static webhooks.domain.access.remote.StubPlatform.status;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.LoggedLines;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/** Failures of the iTwin Platform, which never count as a permission. */
class PlatformOutageTest {
  private static final String HELD = "{\"permissions\":[\"webhooks_maintainer\"]}";
  private static final String NOT_HELD = "{\"permissions\":[]}";
  private static final String OWNER = "{\"iTwin\":{\"id\":\"account\"}}";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final StubPlatform platform = new StubPlatform();
  private final RemoteAccessControl access = asking(platform.url(), LONG);
  private final UUID iTwin = UUID.randomUUID();

  @AfterEach
  void close() {
    platform.close();
  }

  private static RemoteAccessControl asking(URI url, Duration timeout) {
    return new RemoteAccessControl(
        new ITwinPlatformClient(url, StubPlatform.THREADS), timeout, Clock.systemUTC());
  }

  private static Caller application(boolean administrator) {
    return Callers.of("client", "account", true, administrator);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 400, 406, 429, 500, 502, 503})
  void isUnavailableOnUnexpectedStatus(int status) {
    platform.permissions(iTwin, status(status));

    assertUnavailable(access);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "webhooks_maintainer",
        "<html>webhooks_maintainer</html>",
        "{\"permissions\":[\"webhooks_maintainer\"",
        "{\"permissions\":[\"webhooks_maintainer\"]",
        "{\"permissions\":[\"webhooks_maintainer\"]}}",
        "{\"permissions\":[\"webhooks_maintainer\",1]}",
        "{\"permissions\":[[\"webhooks_maintainer\"]]}",
        "{\"permissions\":\"webhooks_maintainer\"}",
        "{\"permissions\":null}",
        "{\"permissions\":[\"webhooks_maintainer\"],\"permissions\":[]}",
        "{\"inner\":{\"permissions\":[\"webhooks_maintainer\"]}}",
        "[\"webhooks_maintainer\"]",
        "{}"
      })
  void isUnavailableOnUnexpectedPermissions(String body) {
    platform.permissions(iTwin, json(body));

    assertUnavailable(access);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{\"id\":\"account\"}", "{\"iTwin\":\"account\"}", "{\"iTwin\":{}}"})
  void isUnavailableOnUnexpectedAccount(String body) {
    platform.permissions(iTwin, json(NOT_HELD)).account(iTwin, json(body));

    assertUnavailable(access, application(true));
  }

  @Test
  void followsNoRedirect() {
    platform
        .permissions(
            iTwin,
            exchange -> {
              exchange.getResponseHeaders().set("Location", "/elsewhere");
              exchange.sendResponseHeaders(307, -1);
            })
        .at("/elsewhere", json(HELD));

    assertUnavailable(access);
    assertThat(platform.asked()).hasSize(1);
  }

  @Test
  void isUnavailableOnMalformedHeader() {
    platform.permissions(
        iTwin,
        exchange -> {
          exchange.getResponseHeaders().set("no token", "x");
          exchange.sendResponseHeaders(404, -1);
        });

    assertUnavailable(access);
  }

  @Test
  void isUnavailableOnTooLargeAnswer() {
    String filler = "x".repeat(PlatformRequest.MAX_BYTES);
    platform.permissions(
        iTwin, json("{\"permissions\":[\"webhooks_maintainer\",\"" + filler + "\"]}"));

    assertUnavailable(access);
  }

  @Test
  void readsAnswerOfMaximumSize() {
    String frame = "{\"permissions\":[\"webhooks_maintainer\",\"\"]}";
    String filler = "x".repeat(PlatformRequest.MAX_BYTES - frame.length());
    platform.permissions(iTwin, json(frame.replace("\"\"", "\"" + filler + "\"")));

    assertThat(access.permissionToMaintain(application(false), iTwin).getAsBoolean()).isTrue();
  }

  @Test
  void timesOutWithoutAnswer() {
    platform.permissions(iTwin, exchange -> TimeUnit.HOURS.sleep(1));

    assertUnavailableInTime(application(false));
  }

  @Test
  void timesOutDuringSlowAnswer() {
    platform.permissions(
        iTwin,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            TimeUnit.MILLISECONDS.sleep(10);
          }
        });

    assertUnavailableInTime(application(false));
  }

  @Test
  void sharesOneTimeoutBetweenBothRequests() {
    AtomicLong nanoTime = new AtomicLong();
    ITwinPlatformClient client =
        new ITwinPlatformClient(platform.url(), StubPlatform.THREADS, nanoTime::get);
    RemoteAccessControl timed = new RemoteAccessControl(client, LONG, Clock.systemUTC());
    platform
        .permissions(
            iTwin,
            exchange -> {
              nanoTime.addAndGet(LONG.toNanos());
              json(NOT_HELD).to(exchange);
            })
        .account(iTwin, json(OWNER));

    assertUnavailable(timed, application(true));
    assertThat(platform.asked()).hasSize(1);
  }

  private void assertUnavailableInTime(Caller caller) {
    long begin = System.nanoTime();
    assertUnavailable(asking(platform.url(), SHORT), caller);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT);
  }

  @Test
  void isUnavailableOnClosedPort() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertUnavailable(asking(URI.create("http://127.0.0.1:" + port), LONG));
  }

  @Test
  void logsNoTokenWhenTheAnswerIsNotHttp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LoggedLines log = LoggedLines.of(RemoteAccessControl.class)) {
      Thread echo = new Thread(() -> echoTheToken(server));
      echo.start();

      assertUnavailable(asking(URI.create("http://127.0.0.1:" + server.getLocalPort()), LONG));

      echo.join();
      assertThat(log.all()).hasSize(1).allSatisfy(line -> assertThat(line).contains("asked for"));
      assertThat(log.text()).doesNotContain(Callers.TOKEN);
    }
  }

  private static void echoTheToken(ServerSocket server) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write(("Bearer " + Callers.TOKEN + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // Without an answer the test fails; after the test the answer has no reader.
    }
  }

  private void assertUnavailable(RemoteAccessControl asked) {
    assertUnavailable(asked, application(false));
  }

  private void assertUnavailable(RemoteAccessControl asked, Caller caller) {
    assertThatThrownBy(() -> asked.permissionToMaintain(caller, iTwin))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
              assertThat(refusal)
                  .hasMessage("Permissions cannot be checked for the moment. Try again later.")
                  .hasNoCause();
            });
  }
}
