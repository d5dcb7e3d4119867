package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;

/** Receivers that answer slowly, too much, nonsense or not at all. */
class MisbehavingReceiverTest {
  private TestSender sender;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    sender = new TestSender(Certificates.trusted(directory), "127.0.0.0/8");
    sender.resolves(Certificates.HOST, "127.0.0.1");
  }

  @AfterEach
  void stop() {
    sender.close();
  }

  @Test
  void thatNeverAnswersIsGivenUpWhenTheTimeIsOver() throws Exception {
    assertTimesOut((out, over) -> {});
  }

  @Test
  void thatSendsItsHeadersByteByByteIsGivenUpWhenTheTimeIsOver() throws Exception {
    assertTimesOut(
        (out, over) -> {
          for (String part : "HTTP/1.1 200 OK\r\nX-A: b\r\nX-C: d\r\n\r\n".split("")) {
            RawReceiver.write(out, part);
            over.await(300, TimeUnit.MILLISECONDS);
          }
        });
  }

  @Test
  void thatSendsInterimAnswersForEverIsGivenUpWhenTheTimeIsOver() throws Exception {
    assertTimesOut(
        (out, over) -> {
          while (!over.await(50, TimeUnit.MILLISECONDS)) {
            RawReceiver.write(out, "HTTP/1.1 103 Early Hints\r\n\r\n");
          }
        });
  }

  private void assertTimesOut(RawReceiver.Behaviour behaviour) throws Exception {
    try (RawReceiver receiver = new RawReceiver(Certificates.of(Certificates.HOST), behaviour)) {
      long began = System.nanoTime();
      Attempt attempt = sender.send(receiver.url("/"));

      assertThat(attempt.error()).contains(AttemptError.TIMEOUT);
      assertThat(attempt.statusCode()).isEmpty();
      assertEndsOnTime(attempt, receiver, began);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 404, 500})
  void thatSendsItsBodySlowlyIsJudgedByItsStatusAndCutWhenTheTimeIsOver(int status)
      throws Exception {
    RawReceiver.Behaviour slowly =
        (out, over) -> {
          RawReceiver.write(out, "HTTP/1.1 " + status + " X\r\nContent-Length: 100000\r\n\r\n");
          while (!over.await(50, TimeUnit.MILLISECONDS)) {
            RawReceiver.write(out, "x");
          }
        };
    try (RawReceiver receiver = new RawReceiver(Certificates.of(Certificates.HOST), slowly)) {
      long began = System.nanoTime();
      Attempt attempt = sender.send(receiver.url("/"));

      assertThat(attempt.succeeded()).isEqualTo(status == 200);
      assertThat(attempt.statusCode()).isEqualTo(OptionalInt.of(status));
      assertThat(attempt.excerpt()).asString().matches("x{5,100}");
      assertEndsOnTime(attempt, receiver, began);
    }
  }

  private static void assertEndsOnTime(Attempt attempt, RawReceiver receiver, long began)
      throws Exception {
    assertThat(attempt.duration())
        .isBetween(TestSender.TIMEOUT.minusMillis(1), TestSender.TIMEOUT.plus(TestSender.A_LITTLE));
    assertThat(Duration.ofNanos(receiver.closed() - began))
        .isLessThan(TestSender.TIMEOUT.plus(TestSender.A_LITTLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n"
      })
  void thatSendsWithoutEndHasSucceededAndIsCut(String head) throws Exception {
    RawReceiver.Behaviour endlessly =
        (out, over) -> {
          RawReceiver.write(out, head);
          while (true) {
            RawReceiver.write(out, "400\r\n" + "x".repeat(1024) + "\r\n");
          }
        };
    try (RawReceiver receiver = new RawReceiver(Certificates.of(Certificates.HOST), endlessly)) {
      long began = System.nanoTime();
      Attempt attempt = sender.send(receiver.url("/"));

      assertThat(attempt.succeeded()).isTrue();
      assertThat(attempt.excerpt()).hasSize(1024);
      assertThat(attempt.duration()).isLessThan(TestSender.TIMEOUT);
      assertThat(Duration.ofNanos(receiver.closed() - began)).isLessThan(TestSender.TIMEOUT);
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
  void thatSpeaksNoHttpIsToldApart(String answer) throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(answer)) {
      Attempt attempt = sender.send(receiver.url("/"));

      assertThat(attempt.error()).contains(AttemptError.PROTOCOL);
      assertThat(attempt.duration()).isLessThan(TestSender.TIMEOUT);
      receiver.closed();
    }
  }

  @Test
  void thatSendsHeadersWithoutEndIsCut() throws Exception {
    String longLine = "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(9000) + "\r\n\r\n";
    String manyLines = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(200) + "\r\n";
    for (String answer : new String[] {longLine, manyLines}) {
      try (RawReceiver receiver = RawReceiver.writing(answer)) {
        assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.PROTOCOL);
        receiver.closed();
      }
    }
  }

  @Test
  void thatHangsUpIsToldAsAConnectionThatBroke() throws Exception {
    RawReceiver.Behaviour hangsUp =
        (out, over) -> {
          throw new java.io.IOException("hangs up");
        };
    try (RawReceiver receiver = new RawReceiver(Certificates.of(Certificates.HOST), hangsUp)) {
      assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.CONNECT);
    }
  }

  @Test
  void thatHangsUpInTheMiddleOfItsBodyHasSucceeded() throws Exception {
    RawReceiver.Behaviour hangsUp =
        (out, over) -> {
          RawReceiver.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
          throw new java.io.IOException("hangs up");
        };
    try (RawReceiver receiver = new RawReceiver(Certificates.of(Certificates.HOST), hangsUp)) {
      Attempt attempt = sender.send(receiver.url("/"));

      assertThat(attempt.succeeded()).isTrue();
      assertThat(attempt.excerpt()).asString().isEqualTo("half");
    }
  }
}
