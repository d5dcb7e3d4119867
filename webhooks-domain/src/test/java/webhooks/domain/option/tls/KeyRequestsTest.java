package webhooks.domain.option.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.RECEIVER;
import static webhooks.domain.option.tls.ClientCertificates.builder;
import static webhooks.domain.option.tls.ClientCertificates.chain;
import static webhooks.domain.option.tls.ClientCertificates.json;
import static webhooks.domain.option.tls.ClientCertificates.request;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.webhook.WebhookRow;

/** Keys that were made here wait for their certificates. */
@OnEveryDatabase
class KeyRequestsTest {
  private final TestDatabase database;
  private final KeyRequests keys;
  private final OptionsRepository options;
  private UUID webhook;

  KeyRequestsTest(TestDatabase database) {
    this.database = database;
    this.keys = new KeyRequests(database.database(), WebhookRow.CIPHER);
    this.options = new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
  }

  @BeforeEach
  void insertWebhook() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
  }

  /** Makes a key, and returns the certificate that an authority issues for it. */
  private HeldCertificate requested() throws Exception {
    KeyRequest made = KeyRequest.make(new X500Principal("CN=webhooks"));
    database.inTransaction(
        () -> {
          keys.put(webhook, "account", made, Instant.now());
          return null;
        });
    byte[] info = Der.first(Pem.blocks(made.certificateRequest()).get().get(0).content());
    byte[] afterVersion = Arrays.copyOfRange(info, headerOf(info) + 3, info.length);
    byte[] name = Der.first(Der.sequence(afterVersion));
    byte[] afterName = Arrays.copyOfRange(afterVersion, name.length, afterVersion.length);
    byte[] key = Der.first(Der.sequence(afterName));
    return builder("webhooks")
        .keyPair(
            new KeyPair(
                KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key)),
                ClientKey.parse(made.privateKey(), "EC")))
        .build();
  }

  private static int headerOf(byte[] der) {
    return der[1] < 0 ? 2 + (der[1] & 0x7f) : 2;
  }

  private WebhookOptions set(ChangeOptions given) {
    return database.inTransaction(
        () -> {
          WebhookOptions changed =
              options.withRequestedKey(webhook, given).applyTo(WebhookOptions.NONE, RECEIVER);
          options.put(webhook, "account", changed, Instant.now());
          return changed;
        });
  }

  private boolean isCompleted(HeldCertificate certificate) {
    Map<String, Object> json = json(chain(certificate), null);
    return keys.complete(webhook, json).isPresent();
  }

  private long waiting() {
    return database.count("select count(*) from webhook_key_request");
  }

  @Test
  void certificateCompletesTheRequestOnce() throws Exception {
    HeldCertificate certificate = requested();

    WebhookOptions changed = set(request(json(chain(certificate), null)));

    assertThat(changed.tls().orElseThrow().key()).isEqualTo(certificate.keyPair().getPrivate());
    assertThat(waiting()).isZero();
  }

  @Test
  void keyOfAnotherCertificateStillWaits() throws Exception {
    HeldCertificate certificate = requested();

    set(request(json(ClientCertificates.client("other"))));

    assertThat(waiting()).isEqualTo(1);
    assertThat(isCompleted(certificate)).isTrue();
    assertThat(isCompleted(ClientCertificates.client("other"))).isFalse();
    assertThat(isCompleted(builder("rsa").rsa2048().build())).isFalse();
  }

  @Test
  void secondRequestReplacesTheFirst() throws Exception {
    HeldCertificate first = requested();
    HeldCertificate second = requested();

    assertThat(isCompleted(first)).isFalse();
    assertThat(isCompleted(second)).isTrue();
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void givenKeyIsNotReplaced() throws Exception {
    HeldCertificate certificate = requested();
    Map<String, Object> json = new HashMap<>(json(certificate));

    assertThat(keys.complete(webhook, json)).isEmpty();
    assertThat(keys.complete(webhook, "text")).isEmpty();
    assertThat(keys.complete(webhook, Map.of("certificateChain", 1))).isEmpty();
    assertThat(keys.complete(webhook, Map.of())).isEmpty();
  }

  @Test
  void keyWaitsForThirtyDays() throws Exception {
    HeldCertificate certificate = requested();
    database.execute(
        "update webhook_key_request set created = current_timestamp - interval '29' day");
    assertThat(isCompleted(certificate)).isTrue();

    database.execute(
        "update webhook_key_request set created = current_timestamp - interval '31' day");

    assertThat(isCompleted(certificate)).isFalse();
  }

  /** A lost key of the installation costs the request, not all changes of the option. */
  @Test
  void unreadableKeyCountsAsNone() throws Exception {
    HeldCertificate certificate = requested();
    database.execute("update webhook_key_request set key_id = 'lost'");

    assertThat(isCompleted(certificate)).isFalse();
    set(request(json(ClientCertificates.client("other"))));
  }

  @Test
  void deletionOfTheWebhookLeavesNoKeyAndNoCertificate() throws Exception {
    requested();
    set(request(json(ClientCertificates.client("client"))));

    database.inTransaction(
        () -> {
          options.delete(webhook);
          return null;
        });

    assertThat(waiting()).isZero();
    assertThat(database.count("select count(*) from webhook_certificate")).isZero();
  }
}
