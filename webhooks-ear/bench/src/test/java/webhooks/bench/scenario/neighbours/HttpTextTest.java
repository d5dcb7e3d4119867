package webhooks.bench.scenario.neighbours;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class HttpTextTest {
  private static final String ANSWER = "HTTP/1.1 204 No Content\r\nServer: HHTTP/1.0\r\n\r\n";

  /** Returns a stream that gives one byte at a time. */
  private static InputStream slowly(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
      @Override
      public synchronized int read(byte[] buffer, int from, int length) {
        return super.read(buffer, from, Math.min(1, length));
      }
    };
  }

  @Test
  void countsAnswersThatArriveInParts() {
    assertThatCode(() -> HttpText.readAnswers(slowly(ANSWER.repeat(3)), 3))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> HttpText.readAnswers(slowly(ANSWER.repeat(3)), 4))
        .isInstanceOf(IOException.class);
  }

  @Test
  void requestHasTheLengthOfItsBody() {
    assertThat(HttpText.request("POST", "/webhooks", "t", "{}", HttpText.CLOSE))
        .isEqualTo(
            "POST /webhooks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\n"
                + "Connection: close\r\n\r\n{}");
  }
}
