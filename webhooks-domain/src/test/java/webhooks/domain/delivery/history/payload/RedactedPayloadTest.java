package webhooks.domain.delivery.history.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.json.JsonPath;

/** Bodies and answers without the values that an owner hides. */
class RedactedPayloadTest {
  private static RedactedPayload of(String body, String... paths) {
    return new RedactedPayload(
        Stream.of(paths).map(path -> JsonPath.parse(path).orElseThrow()).toList(),
        body.getBytes(UTF_8));
  }

  private static String shown(String body, String... paths) {
    return new String(of(body, paths).body().orElseThrow(), UTF_8);
  }

  @Test
  void hidesValuesAndKeepsAllElse() {
    String body =
        "{\"content\":{\"email\":\"a@b.example\", \"n\": 1.50,\"x\":{\"y\":[1,2]}},\"z\":1}";

    assertThat(shown(body, "$.content.email", "$.content.missing"))
        .isEqualTo("{\"content\":{\"email\":\"***\", \"n\": 1.50,\"x\":{\"y\":[1,2]}},\"z\":1}");
    assertThat(shown(body, "$.content.x.y[-1]", "$.content.n"))
        .isEqualTo(
            "{\"content\":{\"email\":\"a@b.example\", \"n\": \"***\",\"x\":{\"y\":[1,\"***\"]}},\"z\":1}");
    assertThat(shown(body, "$.content.x.y", "$.content", "$.content.x"))
        .isEqualTo("{\"content\":\"***\",\"z\":1}");
    assertThat(shown(body, "$.content.none")).isEqualTo(body);
  }

  @Test
  void hidesValuesThatTheReceiverRepeats() {
    RedactedPayload payload =
        of("{\"content\":{\"p\":{\"name\":\"Ada L.\",\"id\":123456,\"age\":36}}}", "$.content.p");

    Attempt attempt =
        payload.of(
            new Attempt(
                Instant.EPOCH,
                Duration.ZERO,
                OptionalInt.of(500),
                Optional.of(AttemptError.STATUS),
                Optional.empty(),
                "no Ada L. with 123456 of 36".getBytes(UTF_8),
                Optional.empty(),
                new AttemptHeaders(
                    Optional.of(new HeaderExcerpt(Map.of("a", "b"))),
                    Optional.of(new HeaderExcerpt(Map.of("x-who", "Ada L.")))),
                Optional.empty()));

    // Two digits occur everywhere.
    assertThat(new String(attempt.excerpt(), UTF_8)).isEqualTo("no *** with *** of 36");
    assertThat(attempt.headers().received().orElseThrow().fields()).containsEntry("x-who", "***");
    assertThat(attempt.headers().sent().orElseThrow().fields()).containsEntry("a", "b");
  }

  @Test
  void longerValuesAreHiddenFirst() {
    RedactedPayload payload =
        of("{\"content\":{\"a\":\"name\",\"b\":\"name@host\"}}", "$.content.a", "$.content.b");
    Attempt attempt =
        payload.of(
            new Attempt(
                Instant.EPOCH,
                Duration.ZERO,
                OptionalInt.of(200),
                Optional.empty(),
                Optional.empty(),
                "name@host".getBytes(UTF_8),
                Optional.empty(),
                AttemptHeaders.NONE,
                Optional.empty()));

    assertThat(new String(attempt.excerpt(), UTF_8)).isEqualTo("***");
  }

  @Test
  void erasedPayloadShowsNothing() {
    assertThat(ErasedPayload.VIEW.body()).isEmpty();
    assertThat(new WholePayload(new byte[] {1}).toString()).doesNotContain("[1]");
    assertThat(List.of(ErasedPayload.values())).hasSize(1);
  }
}
