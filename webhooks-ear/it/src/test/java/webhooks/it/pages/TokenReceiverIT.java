package webhooks.it.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.token.TokenBuilder;
import webhooks.it.harness.token.Tokens;

/** Gives the token of a delivery, and other ones, to the program of docs/receivers/token. */
@OnMicro
class TokenReceiverIT {
  private static final Path FILE = Pages.ROOT.resolve("docs/receivers/token/CheckToken.java");
  private static final String RECEIVER = "https://receiver.example.test";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Tokens tokens = environment.tokens();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private HttpServer keys;

  @BeforeEach
  void publishKeys() throws IOException {
    keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body = Files.readAllBytes(tokens.jwks());
    keys.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    keys.start();
  }

  @AfterEach
  void stop() {
    keys.stop(0);
  }

  private TokenBuilder draft() {
    return tokens.draft("sender", application.account()).with("aud", RECEIVER);
  }

  /** Returns the header of a delivery whose webhook gets its token from this test. */
  private String delivered(String token) {
    Inbox issuer =
        environment
            .receiver()
            .inbox()
            .respondWith(200)
            .respondWithBody(
                "{\"access_token\":\"%s\",\"token_type\":\"Bearer\"}"
                    .formatted(token)
                    .getBytes(UTF_8));
    Registered webhook = application.register(inbox);
    application.setOptions(
        webhook,
        """
            {"authentication": {"type": "oauth2", "tokenUrl": "%s", "clientId": "sender",
              "clientSecret": "secret-of-the-sender"}}"""
            .formatted(issuer.url()));
    Event event = Event.ofAccount(application.account());
    environment.publish(event.json()).is(202);
    return inbox.awaitEvent(event.messageId()).header("Authorization");
  }

  private boolean accepts(List<String> command, String authorization) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("ISSUER_KEYS", "http://127.0.0.1:" + keys.getAddress().getPort() + "/keys");
    variables.put("ISSUER", Tokens.ISSUER);
    variables.put("AUDIENCE", RECEIVER);
    variables.put("CLIENT_ID", "sender");
    variables.put("HTTP_AUTHORIZATION", authorization);
    int code = Language.run(command, variables, new byte[0]);
    assertThat(code).isBetween(0, 1);
    return code == 0;
  }

  @Test
  void acceptsTheTokenOfADeliveryAndNoOther() {
    List<String> command = JavaProgram.withLibraries(FILE, Places.freshDirectory("token"));

    assertThat(accepts(command, delivered(draft().rs256()))).isTrue();

    assertThat(accepts(command, "Bearer " + draft().type("at+jwt").rs256()))
        .as("RFC 9068")
        .isTrue();
    assertThat(
            Stream.of(
                draft().with("aud", Tokens.AUDIENCE).rs256(),
                draft().with("iss", "https://other.example.test").rs256(),
                draft().with("client_id", "other").rs256(),
                draft().at("exp", Duration.ofMinutes(-2)).rs256(),
                draft().without("exp").rs256(),
                draft().at("nbf", Duration.ofMinutes(2)).rs256(),
                draft().foreignKey(),
                draft().unknownKey(),
                draft().unsigned(),
                draft().hs256WithPublicKey()))
        .noneMatch(token -> accepts(command, "Bearer " + token));
    assertThat(accepts(command, "Basic " + draft().rs256())).isFalse();
  }

  @Test
  void pageLinksTheFile() {
    assertThat(Pages.text(Pages.ROOT.resolve("docs/receivers.md")))
        .contains("(receivers/token/CheckToken.java)");
  }
}
