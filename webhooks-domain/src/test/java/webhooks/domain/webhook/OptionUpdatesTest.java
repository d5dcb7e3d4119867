package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.CallbackUrlValidator;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.tls.ClientCertificates;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.LoadedSelections;
import webhooks.domain.webhook.option.OptionChecks;

/** The order of the checks of a change of options, and what it leaves. */
class OptionUpdatesTest extends WebhooksFixture {
  private String stored = "{}";
  private boolean isOfAllNodes = true;
  private Optional<String> requestedKey = Optional.empty();

  private final OptionUpdates options =
      new OptionUpdates(
          new OptionUpdates.Tables(new OneWebhook(), new OneRow(), new NotedActs()),
          access,
          cipher,
          new OptionChecks(
              new OneForbiddenHost(),
              TestSettings.with("webhooks.options.max-timeout", "PT20S"),
              Clock.systemUTC()));

  /** The row of the webhook's options. */
  private final class OneRow extends OptionsRepository {
    OneRow() {
      super(null, WebhookRow.CIPHER, () -> OptionUpdatesTest.this.isOfAllNodes);
    }

    @Override
    public ChangeOptions withRequestedKey(UUID webhookId, ChangeOptions request) {
      return withKey(request);
    }

    @Override
    public Optional<EncryptedOptions> find(UUID webhookId) {
      String text = webhook.newOptions().map(WebhookOptions::stored).orElse(stored);
      byte[] content = cipher.encrypt(webhookId, EncryptedColumn.OPTIONS, text);
      return Optional.of(
          new EncryptedOptions(webhookId, 1, cipher.keyId(), content, Instant.EPOCH));
    }
  }

  /** Has the key of one request. */
  private ChangeOptions withKey(ChangeOptions request) {
    return requestedKey.isEmpty()
        ? request
        : ClientCertificates.request(
            ClientCertificates.json(
                (String) ((Map<?, ?>) request.members().get("tls")).get("certificateChain"),
                requestedKey.get()));
  }

  /** Forbids one host, and notes the hosts that are checked. */
  private final class OneForbiddenHost extends CallbackUrlValidator {
    @Override
    public void checkHost(CallbackUrl url, String target, LimitKey caller, Faults faults) {
      steps.add("check " + url.host().name());
      if (url.host().name().equals("inside.example")) {
        faults.invalid(target, "not allowed");
      }
    }
  }

  private void change(Caller caller, String json, boolean replaces) {
    options.change(
        caller,
        webhook.id().toString(),
        new ChangeOptions(OptionJson.members(json), replaces, List.of()));
  }

  private void patch(String json) {
    change(caller(true, false), json, false);
  }

  private void put(String json) {
    change(caller(true, false), json, true);
  }

  private String changed() {
    return webhook.newOptions().orElseThrow().stored();
  }

  @Test
  void permissionIsAskedBeforeAndReadInTheTransaction() {
    patch("{'description': 'new', 'headers': [{'name': 'X-Key', 'value': 'canary'}]}");

    assertThat(steps)
        .containsExactly("ask", "begin", "read", "options.updated: headers, description", "commit");
    assertThat(changed()).contains("https://example.com:443");
  }

  @Test
  void faultsComeBeforePermission() {
    allowed = false;

    assertThatThrownBy(() -> patch("{'description': 1}"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    assertForbidden(() -> patch("{'description': 'new'}"));
  }

  @Test
  void operatorsMaximumHolds() {
    patch("{'timeout': 'PT20S'}");
    assertThat(changed()).isEqualTo("{\"timeout\":\"PT20S\"}");

    assertRefused(() -> patch("{'timeout': 'PT21S'}"), ErrorCode.INVALID_REQUEST);
  }

  @Test
  void selectionsOfAnAccountFitInItsPartOfTheMemory() {
    String filter = "{'filters': [{'exact': {'eventType': 'a.v1'}}]}";
    selectionBytesOfOthers = LoadedSelections.MAX_BYTES_OF_ACCOUNT;

    assertThatThrownBy(() -> patch(filter))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(fault -> fault.code().text(), fault -> fault.target().orElse(""))
                    .containsExactly(tuple("LimitExceeded", "filters")));
    selectionBytesOfOthers = LoadedSelections.MAX_BYTES_OF_ACCOUNT - 1000;
    patch(filter);
    assertThat(webhook.optionColumns().selectionBytes()).isBetween(300, 1000);
    selectionBytesOfOthers = LoadedSelections.MAX_BYTES_OF_ACCOUNT;
    patch("{'filters': [{'exact': {'eventType': 'b.v1'}}]}");
    assertThat(steps.get(steps.size() - 2)).as("no more than before").contains("filters");
  }

  @Test
  void nothingChangesWhileOlderNodeRuns() {
    isOfAllNodes = false;
    stored = "{\"description\":\"old\"}";

    assertRefused(() -> patch("{'description': 'new'}"), ErrorCode.SERVICE_UNAVAILABLE);
    assertRefused(
        () -> options.reset(caller(true, false), webhook.id().toString(), "description"),
        ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(steps).doesNotContain("begin");
  }

  @Test
  void sameOptionsAreNoChange() {
    stored = "{\"description\":\"same\"}";

    patch("{'description': 'same'}");

    assertThat(steps).containsExactly("ask", "read");
    assertThat(webhook.newOptions()).isEmpty();
  }

  /** A request that was read before a change of the URL must not bind the secret to the old one. */
  @Test
  void secretIsBoundToTheUrlOfTheTransaction() {
    changedMeanwhile = () -> webhook.protect(cipher, "https://new.example/", "s".repeat(32));

    patch("{'headers': [{'name': 'X-Key', 'value': 'canary'}]}");

    assertThat(changed()).contains("https://new.example:443");
  }

  @Test
  void unreadableOptionsCanBeReplaced() {
    stored = "{\"later\":1}";

    assertRefused(() -> patch("{'description': 'new'}"), ErrorCode.INVALID_REQUEST);
    assertRefused(
        () -> options.reset(caller(true, false), webhook.id().toString(), "description"),
        ErrorCode.INVALID_REQUEST);
    put("{}");

    assertThat(changed()).isEqualTo("{}");
    assertThat(steps).contains("options.updated: all");
  }

  @Test
  void resetRemovesOneOption() {
    stored = "{\"description\":\"gone\"}";

    options.reset(caller(true, false), webhook.id().toString(), "description");

    assertThat(changed()).isEqualTo("{}");
    assertRefused(
        () -> options.reset(caller(true, false), webhook.id().toString(), "later"),
        ErrorCode.RESOURCE_NOT_FOUND);
  }

  private void patchTls(HeldCertificate certificate, String key) {
    String chain = ClientCertificates.chain(certificate);
    options.change(
        caller(true, false),
        webhook.id().toString(),
        ClientCertificates.request(ClientCertificates.json(chain, key)));
  }

  @Test
  void requestedKeyCompletesTheCertificate() {
    HeldCertificate certificate = ClientCertificates.client("webhooks");
    assertRefused(() -> patchTls(certificate, null), ErrorCode.INVALID_REQUEST);

    requestedKey = Optional.of(certificate.privateKeyPkcs8Pem());
    patchTls(certificate, null);

    assertThat(steps).contains("options.updated: tls");
    assertThat(changed()).contains("BEGIN PRIVATE KEY");
  }

  @Test
  void endedCertificateIsRefused() {
    HeldCertificate ended =
        ClientCertificates.builder("webhooks").validityInterval(1000, 2000).build();

    assertThatThrownBy(() -> patchTls(ended, ended.privateKeyPkcs8Pem()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(Fault::target)
                    .containsExactly(Optional.of("tls.certificateChain")));
  }

  private static String issuer(String host) {
    return "{'authentication': {'type': 'oauth2', 'tokenUrl': 'https://"
        + host
        + "/token', 'clientId': 'c', 'clientSecret': 's'}, 'description': 'one'}";
  }

  /** The look-up may take long, so it is before the transaction, and once for an issuer. */
  @Test
  void hostOfIssuerIsCheckedBeforeTheTransaction() {
    patch(issuer("issuer.example"));
    patch(issuer("issuer.example"));

    assertThat(steps)
        .containsExactly(
            "check issuer.example",
            "ask",
            "begin",
            "read",
            "options.updated: authentication, description",
            "commit",
            "ask",
            "read");
  }

  @Test
  void forbiddenIssuerIsAmongAllFaults() {
    assertThatThrownBy(() -> patch(issuer("inside.example").replace("'one'", "1")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(Fault::target)
                    .containsExactlyInAnyOrder(
                        Optional.of("description"), Optional.of("authentication.tokenUrl")));
    assertThat(steps).containsExactly("check inside.example");
  }
}
