package webhooks.delivery.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.sender.TestDelivery;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.event.EventPayload;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.WebhookOptions;

/** The requests that a receiver gets in each format. */
class FormatRequestTest {
  @RegisterExtension private static final TestSender sender = TestSender.patient();

  private static final String CONTENT = "{\"é\": 1.50}";
  private static final Map<String, Object> TEXT = Map.of("text", "${$.content['é']} of €");

  private final MockWebServer receiver = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    receiver.useHttps(Certificates.of(Certificates.HOST).getSocketFactory());
    receiver.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private String url() {
    return Certificates.url(receiver.getPort(), "/");
  }

  private static LeasedDelivery delivery(String content) {
    byte[] beginning =
        new EventPayload(content.getBytes(UTF_8), "2026-10-02T14:55:00.463Z")
            .bodyBeginning(TestDelivery.MESSAGE, "iModels.iModelCreated.v1", "account");
    return TestDelivery.of(new String(beginning, UTF_8));
  }

  private WebhookOptions options(String mode) {
    Map<String, Object> format = new TreeMap<>(Map.of("mode", mode));
    if (mode.equals("template")) {
      format.put("template", TEXT);
    }
    return options(format);
  }

  private WebhookOptions options(Map<String, Object> format) {
    return new ChangeOptions(Map.of("format", format), true, List.of())
        .applyTo(WebhookOptions.NONE, webhooks.domain.address.CallbackUrl.parse(url()).origin());
  }

  private RecordedRequest requestIn(String mode) throws Exception {
    receiver.enqueue(new MockResponse.Builder().build());
    assertThat(sender.sendWithOptions(url(), options(mode), delivery(CONTENT)).error()).isEmpty();
    return receiver.takeRequest();
  }

  @ParameterizedTest
  @ValueSource(strings = {"itwin", "cloudevents-structured", "cloudevents-binary", "template"})
  void bothSignaturesCoverTheBytes(String mode) throws Exception {
    RecordedRequest request = requestIn(mode);

    byte[] body = request.getBody().toByteArray();
    Signer signer = new Signer(TestSender.SECRET);
    assertThat(request.getHeaders().get("Signature")).isEqualTo(signer.signature(body));
    assertThat(request.getHeaders().get("webhook-signature"))
        .isEqualTo(
            signer.standardSignature(
                TestDelivery.MESSAGE.toString(), TestSender.NOW.getEpochSecond(), body));
    assertThat(request.getHeaders().values("Content-Length"))
        .containsExactly(Integer.toString(body.length));
    assertThat(request.getHeaders().values("Content-Type")).hasSize(1);
    assertThat(request.getHeaders().get("webhook-id")).isEqualTo(TestDelivery.MESSAGE.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"itwin", "cloudevents-structured", "cloudevents-binary", "template"})
  void asymmetricSignatureCoversTheBytes(String mode) throws Exception {
    receiver.enqueue(new MockResponse.Builder().build());
    WebhookOptions format = options(mode);
    WebhookOptions options =
        new ChangeOptions(Map.of("signature", Map.of("schemes", List.of("v1a"))), false, List.of())
            .applyTo(format, webhooks.domain.address.CallbackUrl.parse(url()).origin());
    assertThat(sender.sendWithOptions(url(), options, delivery(CONTENT)).error()).isEmpty();
    RecordedRequest request = receiver.takeRequest();

    byte[] body = request.getBody().toByteArray();
    Signer secret = new Signer(TestSender.SECRET);
    assertThat(request.getHeaders().get("Signature")).isEqualTo(secret.signature(body));
    assertThat(request.getHeaders().get("webhook-signature"))
        .isEqualTo(
            new Signatures(List.of(secret), false, options.signature().signingKey())
                .standard(TestDelivery.MESSAGE.toString(), TestSender.NOW.getEpochSecond(), body));
  }

  @Test
  void previewHasNoSignature() throws Exception {
    WebhookOptions options =
        new ChangeOptions(
                Map.of("signature", Map.of("schemes", List.of("v1", "v1a"))), false, List.of())
            .applyTo(
                WebhookOptions.NONE, webhooks.domain.address.CallbackUrl.parse(url()).origin());

    assertThat(sender.preview(url(), options))
        .containsEntry("signature", "sha256=*…")
        .containsEntry("webhook-signature", "v1,*** v1a,***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"itwin", "cloudevents-structured", "cloudevents-binary", "template"})
  void eachAttemptHasTheSameBytes(String mode) throws Exception {
    RecordedRequest first = requestIn(mode);
    RecordedRequest second = requestIn(mode);

    assertThat(second.getBody()).isEqualTo(first.getBody());
    for (String name : first.getHeaders().names()) {
      if (name.startsWith("ce-")) {
        assertThat(second.getHeaders().values(name)).isEqualTo(first.getHeaders().values(name));
      }
    }
  }

  @Test
  void structuredCloudEventNamesItsFormat() throws Exception {
    RecordedRequest request = requestIn("cloudevents-structured");

    assertThat(request.getHeaders().get("Content-Type"))
        .isEqualTo("application/cloudevents+json; charset=utf-8");
    assertThat(request.getBody().utf8())
        .startsWith("{\"specversion\":\"1.0\",\"id\":\"" + TestDelivery.MESSAGE)
        .contains("\"source\":\"/itwins/account\"")
        .endsWith("\"data\":" + CONTENT + "}");
    assertThat(request.getHeaders().names()).noneMatch(name -> name.startsWith("ce-"));
  }

  @Test
  void binaryCloudEventHasHeaders() throws Exception {
    RecordedRequest request = requestIn("cloudevents-binary");

    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(request.getBody().utf8()).isEqualTo(CONTENT);
    assertThat(request.getHeaders().get("ce-id")).isEqualTo(TestDelivery.MESSAGE.toString());
    assertThat(request.getHeaders().get("ce-type")).isEqualTo("iModels.iModelCreated.v1");
  }

  @Test
  void templateMakesTheBody() throws Exception {
    RecordedRequest request = requestIn("template");

    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(request.getBody().utf8()).isEqualTo("{\"text\":\"1.50 of €\"}");
  }

  @Test
  void missingValueEndsTheDeliveryWithoutARequest() throws Exception {
    Attempt attempt = sender.sendWithOptions(url(), options("template"), delivery("{\"a\":1}"));

    assertThat(attempt.error()).contains(AttemptError.PROTOCOL);
    assertThat(attempt.cause()).contains(AttemptCause.MISSING_VALUE);
    assertThat(attempt.isFinal()).isTrue();
    assertThat(attempt.headers()).isEqualTo(AttemptHeaders.NONE);
    assertThat(receiver.getRequestCount()).isZero();
  }

  @Test
  void largeBodyEndsTheDeliveryWithoutARequest() throws Exception {
    String twice = "${$.content}".repeat(2);
    WebhookOptions options = options(Map.of("mode", "template", "template", twice));
    String content = "{\"a\":\"" + "x".repeat(300 * 1024) + "\"}";

    Attempt attempt = sender.sendWithOptions(url(), options, delivery(content));

    assertThat(attempt.error()).contains(AttemptError.PROTOCOL);
    assertThat(attempt.cause()).isEqualTo(Optional.of(AttemptCause.LARGE_BODY));
    assertThat(attempt.isFinal()).isTrue();
    assertThat(receiver.getRequestCount()).isZero();
  }
}
