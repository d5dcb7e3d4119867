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
import webhooks.bench.load.DeliveryReceiver;
import webhooks.bench.load.FastClient;
import webhooks.bench.load.Lanes;
import webhooks.it.harness.Progress;
import webhooks.it.harness.receiver.Authority;

/**
 * Measures the yardstick: the product's HTTP client alone, with a signature for each request.
 *
 * <p>The third round counts, because the JVM compiles during the first two.
 */
final class Yardstick {
  private static final int ROUNDS = 3;
  private static final int IN_FLIGHT = 100;
  private static final int BODY = 350;

  /** An id outside the sample of signatures. */
  private static final String ID = new UUID(0, 0).toString();

  private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(Yardstick::mac);

  private Yardstick() {}

  /** Sends the requests of all rounds and returns the rate of the last one. */
  static double measure(Run run) {
    int count = run.size(100_000, 30_000);
    Authority authority = new Authority();
    byte[] body = "x".repeat(BODY).getBytes(UTF_8);
    double rate = 0;
    try (DeliveryReceiver receiver = DeliveryReceiver.start(authority);
        FastClient client = new FastClient(authority.pem(), IN_FLIGHT)) {
      for (int round = 1; round <= ROUNDS; round++) {
        long begin = System.nanoTime();
        Lanes.each(IN_FLIGHT, count, number -> send(client, receiver.url(0), body));
        rate = count * 1e9 / (System.nanoTime() - begin);
        Progress.say("raw: round %d: %.0f requests/s to %s", round, rate, receiver.name());
      }
    }
    return rate;
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
