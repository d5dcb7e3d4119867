package webhooks.api.http.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;

class LargeResponseTest {
  private static final byte[] KILOBYTE = new byte[1024];
  private static final LimitKey CALLER = LimitKey.ofApplication("client", Optional.empty());

  private final CallerLimit limit = new CallerLimit(1, 1, "Too many");
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private LargeResponse response() {
    return response(Duration.ofMinutes(1));
  }

  private LargeResponse response(Duration timeout) {
    return new LargeResponse(sent, () -> limit.take(CALLER, 1), timeout);
  }

  private static void write(LargeResponse response, int kilobytes) throws IOException {
    for (int i = 0; i < kilobytes; i++) {
      response.write(KILOBYTE);
      response.flush();
    }
  }

  @Test
  void smallResponseIsSentWhenItIsComplete() throws Exception {
    limit.take(CALLER, 1);
    try (LargeResponse response = response()) {
      write(response, 64);
      assertThat(sent.size()).isZero();
      response.complete();
    }
    assertThat(sent.size()).isEqualTo(64 * 1024);
  }

  @Test
  void largeResponseIsSentAsItIsWritten() throws Exception {
    try (LargeResponse response = response()) {
      write(response, 64);
      response.write(1);
      assertThat(sent.size()).isEqualTo(64 * 1024 + 1);
      write(response, 100);
      assertThat(sent.size()).isEqualTo(164 * 1024 + 1);
      response.complete();
    }
    assertThat(sent.size()).isEqualTo(164 * 1024 + 1);
  }

  @Test
  void oneTooManyIsRefusedBeforeAnythingIsSent() throws Exception {
    try (LargeResponse first = response()) {
      write(first, 65);
      sent.reset();
      LargeResponse second = response();

      assertThatThrownBy(() -> write(second, 65)).isInstanceOf(Refusal.class);

      assertThat(second.isStarted()).isFalse();
      assertThat(sent.size()).isZero();
    }
    try (LargeResponse third = response()) {
      write(third, 65);
    }
  }

  @Test
  void responseThatIsReadTooSlowlyEnds() throws Exception {
    try (LargeResponse response = response(Duration.ZERO)) {
      write(response, 64);

      assertThatThrownBy(() -> response.write(1)).isInstanceOf(IOException.class);

      assertThat(response.isStarted()).isTrue();
    }
  }
}
