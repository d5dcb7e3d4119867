package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;

/** Hosts beyond ASCII: one ASCII form is looked up, connected to, named and certified. */
class InternationalHostTest {
  private final TestSender sender = TestSender.patient();
  private final MockWebServer receiver = new MockWebServer();

  @AfterEach
  void close() {
    sender.close();
    receiver.close();
  }

  @ParameterizedTest
  @CsvSource({
    "münchen.test, xn--mnchen-3ya.test",
    "xn--mnchen-3ya.test, xn--mnchen-3ya.test",
    "straße.test, xn--strae-oqa.test",
    "xn--strae-oqa.test, xn--strae-oqa.test",
    "例え.テスト, xn--r8jz45g.xn--zckzah"
  })
  void isDeliveredToByItsAsciiForm(String host, String ascii) throws Exception {
    receiver.useHttps(Certificates.of(ascii).getSocketFactory());
    receiver.start(InetAddress.getLoopbackAddress(), 0);
    receiver.enqueue(new MockResponse.Builder().build());
    sender.addHost(ascii, "127.0.0.1");

    Attempt attempt = sender.send("https://" + host + ":" + receiver.getPort() + "/");

    assertThat(attempt.error()).isEmpty();
    RecordedRequest request = receiver.takeRequest();
    assertThat(request.getHeaders().get("Host")).isEqualTo(ascii + ":" + receiver.getPort());
    assertThat(request.getHandshakeServerNames()).isEqualTo(List.of(ascii));
  }
}
