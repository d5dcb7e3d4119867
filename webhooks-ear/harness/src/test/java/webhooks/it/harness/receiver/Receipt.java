package webhooks.it.harness.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A request that arrived at a receiver. */
public final class Receipt {
  private final String method;
  private final URI uri;
  private final Headers headers;
  private final byte[] body;
  private final Instant arrived;
  private volatile boolean answering;
  private volatile Instant answered;
  private volatile int status;

  public Receipt(String method, URI uri, Headers headers, byte[] body, Instant arrived) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
    this.arrived = arrived;
  }

  /** Notes that the answer is written from now on. */
  public void answering() {
    answering = true;
  }

  /** Notes that the answer was written. */
  public void answered(int withStatus) {
    status = withStatus;
    answered = Instant.now();
  }

  public String method() {
    return method;
  }

  public URI uri() {
    return uri;
  }

  /** Returns the event id of the header, or an empty text. */
  public String id() {
    return Optional.ofNullable(header("webhook-id")).orElse("");
  }

  /** Returns the first value of the header, or null. */
  public String header(String name) {
    return headers.getFirst(name);
  }

  /** Returns the names of all headers. */
  public Set<String> names() {
    return headers.keySet();
  }

  public boolean hasHeader(String name) {
    return headers.containsKey(name);
  }

  public byte[] body() {
    return body.clone();
  }

  public String text() {
    return new String(body, UTF_8);
  }

  public Instant arrived() {
    return arrived;
  }

  /** Returns when the answer was written; empty without an answer. */
  public Optional<Instant> answeredAt() {
    return Optional.ofNullable(answered);
  }

  /** Returns whether the sender may have got an answer by now. */
  public boolean mayBeAnswered() {
    return answering;
  }

  public boolean isAnswered() {
    return answered != null;
  }

  /** Returns whether the answer was a failure, so that the event must come again. */
  public boolean isRefused() {
    return answered != null && status / 100 != 2;
  }

  /** Checks both signatures over the received bytes. */
  public Receipt assertSignedWith(String secret) {
    assertThat(header("Signature")).isEqualTo("sha256=" + hmac(secret));
    assertStandardSignature(secret);
    return this;
  }

  /** Checks that this secret made one of the Standard Webhooks signatures. */
  public void assertStandardSignature(String secret) {
    String key = Base64.getEncoder().encodeToString(secret.getBytes(UTF_8));
    HttpHeaders all = HttpHeaders.of(headers, (name, value) -> true);
    try {
      new Webhook("whsec_" + key).verify(text(), all);
    } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
      throw new AssertionError("webhook-signature: " + e.getMessage(), e);
    }
  }

  private String hmac(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
