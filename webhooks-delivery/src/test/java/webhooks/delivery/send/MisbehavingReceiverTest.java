package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;

/** Receivers that answer slowly, too much, nonsense or not at all. */
class MisbehavingReceiverTest {
  @RegisterExtension private static final TestSender sender = TestSender.patient();

  /** Writes a text again and again until the connection or the receiver is closed. */
  private static void trickle(OutputStream out, String text, CountDownLatch closing)
      throws IOException, InterruptedException {
    while (!closing.await(10, TimeUnit.MILLISECONDS)) {
      RawReceiver.write(out, text);
    }
  }

  @Test
  void timesOutWithoutAnswer() throws Exception {
    assertTimesOut((out, closing) -> {});
  }

  @Test
  void timesOutWhileHeadersComeByteByByte() throws Exception {
    assertTimesOut(
        (out, closing) -> {
          RawReceiver.write(out, "HTTP/1.1 200 OK\r\nX: ");
          trickle(out, "x", closing);
        });
  }

  @Test
  void timesOutWhileInterimResponsesCome() throws Exception {
    assertTimesOut(
        (out, closing) -> {
          while (!closing.await(200, TimeUnit.MILLISECONDS)) {
            RawReceiver.write(out, "HTTP/1.1 103 Early Hints\r\n\r\n");
          }
        });
  }

  @Test
  void acceptsAHundredInterimResponsesAndNoMore() throws Exception {
    String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
    String end = "HTTP/1.1 204 No Content\r\n\r\n";
    try (RawReceiver most = RawReceiver.writing(interim.repeat(100) + end);
        RawReceiver tooMany = RawReceiver.writing(interim.repeat(101) + end)) {
      assertThat(sender.send(most.url("/")).succeeded()).isTrue();
      assertThat(sender.send(tooMany.url("/")).error()).contains(AttemptError.PROTOCOL);
    }
  }

  private static void assertTimesOut(RawReceiver.Answer answer) throws Exception {
    TestSender.withSufficientTimeout(
        impatient -> {
          try (RawReceiver receiver = new RawReceiver(answer)) {
            Attempt attempt = impatient.send(receiver.url("/"));

            assertThat(attempt.error()).contains(AttemptError.TIMEOUT);
            assertThat(attempt.statusCode()).isEmpty();
            assertThat(attempt.duration()).isGreaterThanOrEqualTo(TestSender.SHORT_TIMEOUT);
            if (receiver.head().isEmpty()) {
              return false;
            }
            receiver.awaitClosed();
            return true;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 404, 500})
  void judgesSlowBodyByStatusAndCutsItAtTimeout(int status) throws Exception {
    RawReceiver.Answer slowly =
        (out, closing) -> {
          RawReceiver.write(out, "HTTP/1.1 " + status + " X\r\nContent-Length: 100000\r\n\r\n");
          trickle(out, "x", closing);
        };
    TestSender.withSufficientTimeout(
        impatient -> {
          try (RawReceiver receiver = new RawReceiver(slowly)) {
            Attempt attempt = impatient.send(receiver.url("/"));
            if (attempt.excerpt().length == 0) {
              return false;
            }

            assertThat(attempt.succeeded()).isEqualTo(status == 200);
            assertThat(attempt.statusCode()).isEqualTo(OptionalInt.of(status));
            assertThat(attempt.excerpt()).asString().matches("x+");
            assertThat(attempt.duration()).isGreaterThanOrEqualTo(TestSender.SHORT_TIMEOUT);
            receiver.awaitClosed();
            return true;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n"
      })
  void succeedsAndCutsEndlessBody(String head) throws Exception {
    RawReceiver.Answer endlessly =
        (out, closing) -> {
          RawReceiver.write(out, head);
          while (true) {
            RawReceiver.write(out, "400\r\n" + "x".repeat(1024) + "\r\n");
          }
        };
    try (RawReceiver receiver = new RawReceiver(endlessly)) {
      Attempt attempt = sender.send(receiver.url("/"));

      assertThat(attempt.succeeded()).isTrue();
      assertThat(attempt.excerpt()).hasSize(1024);
      receiver.awaitClosed();
    }
  }

  /** The sender waits longer than the test for the rest of the body. */
  @Test
  void cutsABodyOfMoreThan16KibibytesAtOnce() throws Exception {
    RawReceiver.Answer tooLong =
        (out, closing) -> {
          RawReceiver.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n");
          RawReceiver.write(out, "x".repeat(16 * 1024 + 1));
        };
    try (RawReceiver receiver = new RawReceiver(tooLong)) {
      assertThat(sender.send(receiver.url("/")).succeeded()).isTrue();
      receiver.awaitClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.6\r\n\r\n",
        "<html></html>\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "\0\1\2\3\r\n\r\n"
      })
  void reportsAnswerThatIsNotHttp(String answer) throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(answer)) {
      assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.PROTOCOL);
      receiver.awaitClosed();
    }
  }

  @Test
  void cutsHeadersThatAreTooLong() throws Exception {
    String longLine = "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(9000) + "\r\n\r\n";
    String manyLines = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(200) + "\r\n";
    String line = "X: " + "y".repeat(995) + "\r\n";
    String large = "HTTP/1.1 200 OK\r\n" + line.repeat(17) + "\r\n";
    String unfinished = "HTTP/1.1 200 OK\r\n" + line.repeat(17);
    String inParts = "HTTP/1.1 103 Early Hints\r\n" + line.repeat(9) + "\r\n";
    for (String answer : new String[] {longLine, manyLines, large, unfinished, inParts + inParts}) {
      try (RawReceiver receiver = RawReceiver.writing(answer)) {
        assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.PROTOCOL);
        receiver.awaitClosed();
      }
    }
  }

  @Test
  void succeedsAndCutsEndlessTrailers() throws Exception {
    String trailer = "X: " + "y".repeat(995) + "\r\n";
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + trailer.repeat(40);
    try (RawReceiver receiver = RawReceiver.writing(answer)) {
      assertThat(sender.send(receiver.url("/")).succeeded()).isTrue();
      receiver.awaitClosed();
    }
  }

  @Test
  void reportsBrokenConnection() throws Exception {
    RawReceiver.Answer hangsUp =
        (out, closing) -> {
          throw new IOException("hangs up");
        };
    try (RawReceiver receiver = new RawReceiver(hangsUp)) {
      assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.CONNECT);
    }
  }

  @Test
  void succeedsWhenConnectionBreaksWithinBody() throws Exception {
    RawReceiver.Answer hangsUp =
        (out, closing) -> {
          RawReceiver.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
          throw new IOException("hangs up");
        };
    try (RawReceiver receiver = new RawReceiver(hangsUp)) {
      Attempt attempt = sender.send(receiver.url("/"));

      assertThat(attempt.succeeded()).isTrue();
      assertThat(attempt.excerpt()).asString().isEqualTo("half");
    }
  }
}
