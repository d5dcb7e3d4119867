package webhooks.domain.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.event.EventPayload;

/** The time of an event in its stored bytes. */
class EnqueuedTimeTest {
  private static byte[] body(String content, String iTwin) {
    return new EventPayload(content.getBytes(StandardCharsets.UTF_8), "2026-10-02T14:55Z")
        .bodyBeginning(UUID.randomUUID(), "a.b.v1", iTwin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10",
        "a\",\"enqueuedDateTime\":\"b",
        "\u00e4\\"
      })
  void isReadAfterTheContent(String iTwin) {
    byte[] stored = body("{\"enqueuedDateTime\":\"2020-01-01T00:00:00Z\"}", iTwin);

    assertThat(EnqueuedTime.text(stored)).contains("2026-10-02T14:55Z");
    assertThat(EnqueuedTime.of(stored)).contains(Instant.parse("2026-10-02T14:55:00Z"));
  }

  @Test
  void isMissingIfTheBytesAreGone() {
    assertThat(EnqueuedTime.of(new byte[0])).isEmpty();
    assertThat(EnqueuedTime.text("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void longestValuesFitIntoTheTail() {
    byte[] body =
        new EventPayload("{}".getBytes(StandardCharsets.UTF_8), "9999-12-31T23:59:59.123456789Z")
            .bodyBeginning(UUID.randomUUID(), "t".repeat(255), "\u0001".repeat(128));

    assertThat(body.length).isLessThan(2000);
  }
}
