package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestDelivery;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.trace.TraceContext;

/** The request line and the headers that a receiver gets, byte for byte. */
class RequestTest {
  @RegisterExtension private static final TestSender sender = TestSender.patient();

  private static final TraceContext GIVEN =
      new TraceContext(
          "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true, Optional.of("a=1,b=2"));

  private RawReceiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = RawReceiver.writing("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }

  @AfterEach
  void stop() throws Exception {
    receiver.close();
  }

  @Test
  void hasExactlyTheContractsHeaders() throws Exception {
    sender.send(receiver.url("/"));

    List<String> lines = receiver.head().lines().filter(line -> !line.isEmpty()).toList();
    int length = TestDelivery.create().body().length;
    assertThat(lines.subList(1, lines.size()).stream().map(line -> line.split(":")[0]))
        .containsExactlyInAnyOrder(
            "Host",
            "Content-Length",
            "Content-Type",
            "User-Agent",
            "Connection",
            "Signature",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "traceparent");
    assertThat(lines)
        .contains(
            "Host: hook.example:" + receiver.port(),
            "Content-Length: " + length,
            "Content-Type: application/json",
            "Connection: keep-alive")
        .anyMatch(line -> line.matches("User-Agent: Webhooks/[0-9][0-9A-Za-z.-]*"));
  }

  @Test
  void eventWithoutATraceNamesOneOfItsOwn() throws Exception {
    sender.send(receiver.url("/"));

    String traceId = TestDelivery.create().messageId().toString().replace("-", "");
    assertThat(header("traceparent")).matches("00-" + traceId + "-[0-9a-f]{16}-00");
  }

  /** The parent is the attempt, so that the receiver continues the trace from there. */
  @Test
  void continuesThePublishersTrace() throws Exception {
    Attempt attempt = sender.send(receiver.url("/"), traced());

    String span = attempt.spanId().orElseThrow();
    assertThat(header("traceparent")).isEqualTo("00-" + GIVEN.traceId() + "-" + span + "-01");
    assertThat(span).isNotEqualTo(GIVEN.parentId());
  }

  /** The systems of a trace put into it what they like, and receivers belong to others. */
  @Test
  void passesTraceStateOnOnlyIfItIsSet() throws Exception {
    sender.send(receiver.url("/"), traced());
    assertThat(header("traceparent")).isNotEmpty();
    assertThat(header("tracestate")).isEmpty();

    stop();
    start();
    try (TestSender open = TestSender.withTraceState()) {
      open.send(receiver.url("/"), traced());
    }
    assertThat(header("tracestate")).isEqualTo("a=1,b=2");
  }

  private static LeasedDelivery traced() {
    LeasedDelivery plain = TestDelivery.create();
    return new LeasedDelivery(
        plain.id(),
        plain.webhookId(),
        plain.activation(),
        plain.number(),
        plain.scheduled(),
        new EventBody(plain.messageId(), plain.event().bytes(), Optional.of(GIVEN), false),
        plain.lease());
  }

  private String header(String name) throws Exception {
    return receiver
        .head()
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .collect(Collectors.joining("|"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', /",
    "/, /",
    "/a%2Fb//c?x=%7E&y=%2b, /a%2Fb//c?x=%7E&y=%2b",
    "//a, //a",
    "/a/../b/./c, /a/../b/./c",
    "/%2e%2e/%c3%a9%C3%A9, /%2e%2e/%c3%a9%C3%A9",
    "/;p=1;q?a=b=c&&d&e=f+g%20h, /;p=1;q?a=b=c&&d&e=f+g%20h",
    "/?, /?",
    "?x=1, /?x=1",
    "/a?b?c=/../, /a?b?c=/../",
    "/~user!$&'()*+:@, /~user!$&'()*+:@"
  })
  void keepsPathAndQuery(String given, String sent) throws Exception {
    sender.send(receiver.url(given));

    Stream<String> lines = receiver.head().lines();
    assertThat(lines.findFirst()).contains("POST " + sent + " HTTP/1.1");
  }
}
