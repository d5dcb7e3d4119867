package webhooks.domain.option.header;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.OTHER;
import static webhooks.domain.option.OptionRules.RECEIVER;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.patch;
import static webhooks.domain.option.OptionRules.shown;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.address.Origin;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.WebhookOptions;

/** The rules of headers that owners add (OPTIONS, section 2). */
class CustomHeadersTest {
  private static final WebhookOptions SECRET =
      options("{'headers': [{'name': 'X-Key', 'value': 'canary'}]}");

  private static String header(String name, String value) {
    return "{'headers': [{'name': '" + name + "', 'value': '" + value + "'}]}";
  }

  private static List<String> sent(WebhookOptions options, Origin receiver) {
    return options.requestHeaders(receiver).stream()
        .map(header -> header.name() + "=" + header.value())
        .toList();
  }

  @Test
  void headerIsSecretByDefault() {
    assertThat(shown(SECRET))
        .isEqualTo("{'headers':[{'name':'X-Key','secret':true,'bound':true}]}");
    assertThat(sent(SECRET, RECEIVER)).containsExactly("X-Key=canary");
    assertThat(SECRET.requestHeaders(RECEIVER).get(0).secrets()).containsExactly("canary");
  }

  @Test
  void openHeaderIsShown() {
    WebhookOptions open =
        options("{'headers': [{'name': 'X-Stage', 'value': 'a b', 'secret': false}]}");

    assertThat(shown(open))
        .isEqualTo("{'headers':[{'name':'X-Stage','secret':false,'value':'a b'}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type",
        "content-length",
        "HOST",
        "User-Agent",
        "Signature",
        "signature-input",
        "Webhook-Id",
        "ce-id",
        "traceparent",
        "TraceState",
        "Connection",
        "Keep-Alive",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Expect",
        "Proxy-Authorization",
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "X-Real-IP",
        "Metadata",
        "Metadata-Flavor",
        "X-Amz-Date",
        "x-aws-ec2-metadata-token",
        "X-Goog-Api",
        "X-Google-Cloud",
        "X-Azure-Ref",
        "x-ms-version",
        "HTTP2-Settings",
        "Content_Length",
        "X_Forwarded_For",
        "a b",
        "",
        "a:b",
        "ä"
      })
  void refusesName(String name) {
    assertThat(faults(header(name, "v"))).containsExactly("InvalidValue headers[0].name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " a", "a ", "a\\r\\nb: c", "a\\nb", "a\\tb", "a\\u0000", "ä", "\\u007f"})
  void refusesValue(String value) {
    assertThat(faults(header("X-Key", value))).containsExactly("InvalidValue headers[0].value");
  }

  @Test
  void bearerTokenIsHeader() {
    assertThat(faults(header("Authorization", "Bearer abc"))).isEmpty();
  }

  @Test
  void refusesAuthorizationBesideAuthentication() {
    WebhookOptions basic =
        options("{'authentication': {'type': 'basic', 'username': 'u', 'password': 'p'}}");

    assertThat(faults(basic, header("AUTHORIZATION", "Bearer abc")))
        .containsExactly("InvalidValue headers[0].name");
  }

  @Test
  void refusesTwoOfOneName() {
    assertThat(faults("{'headers': [{'name': 'A', 'value': '1'}, {'name': 'a', 'value': '2'}]}"))
        .containsExactly("InvalidValue headers[1].name");
  }

  @Test
  void boundsNumberAndSize() {
    String twentyOne =
        IntStream.rangeClosed(0, 20)
            .mapToObj(i -> "{'name': 'X-" + i + "', 'value': 'v'}")
            .collect(Collectors.joining(",", "{'headers': [", "]}"));

    assertThat(faults(twentyOne)).containsExactly("LimitExceeded headers");
    assertThat(faults(header("X", "v".repeat(8191)))).isEmpty();
    assertThat(faults(header("X", "v".repeat(8192)))).containsExactly("LimitExceeded headers");
  }

  @Test
  void namesAllFaults() {
    assertThat(
            faults(
                "{'headers': [1, {'name': 'Host', 'value': '\\n', 'secret': 'no', 'x': 1}, {}]}"))
        .containsExactlyInAnyOrder(
            "InvalidValue headers[0]",
            "InvalidValue headers[1].name",
            "InvalidValue headers[1].value",
            "InvalidValue headers[1].secret",
            "InvalidProperty headers[1].x",
            "InvalidValue headers[2].name",
            "InvalidValue headers[2].value");
  }

  @Test
  void leftOutSecretKeepsItsValue() {
    WebhookOptions changed =
        patch(SECRET, "{'headers': [{'name': 'x-key'}, {'name': 'X-New', 'value': 'n'}]}");

    assertThat(sent(changed, RECEIVER)).containsExactly("x-key=canary", "X-New=n");
  }

  @Test
  void bindingIsReadOnly() {
    assertThat(faults(SECRET, "{'headers': [{'name': 'X-Key', 'bound': true}]}"))
        .containsExactly("InvalidProperty headers[0].bound");
  }

  @Test
  void boundsName() {
    assertThat(faults(header("X".repeat(128), "v"))).isEmpty();
    assertThat(faults(header("X".repeat(129), "v")))
        .containsExactly("InvalidValue headers[0].name");
  }

  /** A receiver may repeat the credential without the scheme. */
  @Test
  void credentialAfterSchemeIsSecretToo() {
    WebhookOptions bearer = options(header("Authorization", "Bearer abcdef"));

    assertThat(bearer.requestHeaders(RECEIVER).get(0).secrets())
        .containsExactly("Bearer abcdef", "abcdef");
  }

  /** Otherwise a reader of options could see a secret by declaring that it is none. */
  @Test
  void secretIsNotShownLater() {
    assertThat(faults(SECRET, "{'headers': [{'name': 'X-Key', 'secret': false}]}"))
        .containsExactly("InvalidValue headers[0].value");
  }

  @Test
  void secretIsNotSentToAnotherOrigin() {
    assertThat(sent(SECRET, OTHER)).isEmpty();
    assertThat(SECRET.shown(OTHER).toString()).contains("bound=false");
  }

  /** A caller who may change URL and options, but does not know the secret, can't bind it. */
  @Test
  void keptSecretStaysBoundToItsOrigin() {
    WebhookOptions changed =
        new ChangeOptions(OptionJson.members("{'headers': [{'name': 'X-Key'}]}"), false, List.of())
            .applyTo(SECRET, OTHER);

    assertThat(sent(changed, OTHER)).isEmpty();
    assertThat(sent(changed, RECEIVER)).containsExactly("X-Key=canary");
  }

  @Test
  void openHeaderIsSentToEachOrigin() {
    WebhookOptions open =
        options("{'headers': [{'name': 'X-Stage', 'value': 'a', 'secret': false}]}");

    assertThat(sent(open, OTHER)).containsExactly("X-Stage=a");
  }
}
