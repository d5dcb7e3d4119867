package webhooks.bench.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.core5.http.ContentType;
import webhooks.bench.load.FastClient;
import webhooks.bench.load.Lanes;
import webhooks.bench.receiver.DeliveryReceiver;
import webhooks.it.harness.Progress;
import webhooks.it.harness.receiver.Authority;

/**
 * The throughput of the product's HTTP library without the product, with a signature for each
 * request. Other measurements are compared with it.
 *
 * @param cold the requests per second at the beginning, while the JVM compiles
 * @param rate the requests per second of the third round: the yardstick
 */
public record Yardstick(double cold, double rate) {
  private static final int ROUNDS = 3;
  private static final int IN_FLIGHT = 100;
  private static final int BODY = 350;

  /** An event id that {@code SignatureSample} does not check. */
  private static final String ID = new UUID(0, 0).toString();

  private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(Yardstick::mac);

  /** Sends the requests of all rounds. Only the first call in a JVM measures a cold rate. */
  static Yardstick measure(Run run) {
    int count = run.size(100_000, 30_000);
    int first = run.size(20_000, 5_000);
    Authority authority = new Authority();
    byte[] body = "x".repeat(BODY).getBytes(UTF_8);
    double cold = 0;
    double rate = 0;
    try (DeliveryReceiver receiver = DeliveryReceiver.start(authority);
        FastClient client = new FastClient(authority.pem(), IN_FLIGHT)) {
      for (int round = 1; round <= ROUNDS; round++) {
        long begin = System.nanoTime();
        if (round == 1) {
          Lanes.each(IN_FLIGHT, first, number -> send(client, receiver.url(0), body));
          cold = perSecond(first, begin);
        }
        int left = round == 1 ? count - first : count;
        Lanes.each(IN_FLIGHT, left, number -> send(client, receiver.url(0), body));
        rate = perSecond(count, begin);
        Progress.say("raw: round %d: %.0f requests/s to %s", round, rate, receiver.name());
      }
    }
    return new Yardstick(cold, rate);
  }

  private static double perSecond(int count, long begin) {
    return count * 1e9 / (System.nanoTime() - begin);
  }

  private static CompletableFuture<?> send(FastClient client, URI url, byte[] body) {
    SimpleHttpRequest request =
        SimpleRequestBuilder.post(url)
            .addHeader("Signature", "sha256=" + HexFormat.of().formatHex(MAC.get().doFinal(body)))
            .addHeader("webhook-id", ID)
            .setBody(body, ContentType.APPLICATION_JSON)
            .build();
    return client.send(request);
  }

  private static Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("the secret of the yardstick".getBytes(UTF_8), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
