package webhooks.domain.event.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Faults;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.tls.ClientCertificates;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.TestSubscription;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.PreviewableWebhook;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.option.OptionChecks;

/** Options of a preview are checked like options of a change. */
class PreviewedOptionsTest {
  private static final HeldCertificate CLIENT = ClientCertificates.client("client");

  private static final Map<String, Object> WITHOUT_KEY =
      Map.of("tls", ClientCertificates.json(ClientCertificates.chain(CLIENT), null));

  private final Faults faults = new Faults();
  private final PreviewedOptions options =
      new PreviewedOptions(
          new RequestedKey(),
          new OptionChecks(
              null, TestSettings.with("webhooks.options.max-timeout", "PT20S"), Clock.systemUTC()));

  /** Has the key of one certificate request. */
  private static final class RequestedKey extends OptionsRepository {
    RequestedKey() {
      super(null, WebhookRow.CIPHER, () -> true);
    }

    @Override
    public ChangeOptions withRequestedKey(UUID webhookId, ChangeOptions request) {
      Map<String, Object> tls =
          ClientCertificates.json(ClientCertificates.chain(CLIENT), CLIENT.privateKeyPkcs8Pem());
      return request.members().equals(WITHOUT_KEY)
          ? new ChangeOptions(Map.of("tls", tls), true, List.of())
          : request;
    }
  }

  private WebhookOptions read(Map<String, Object> given) {
    Subscription subscription = TestSubscription.of(UUID.randomUUID(), "account", 1, true);
    PreviewableWebhook webhook =
        new PreviewableWebhook(
            SendableWebhook.withoutOptions(subscription),
            WebhookScope.ACCOUNT,
            "account",
            Set.of(),
            OptionRules.RECEIVER,
            () -> {});
    return options.read(webhook, given, faults);
  }

  private List<String> found() {
    return faults.all().stream()
        .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
        .toList();
  }

  @Test
  void operatorsMaximumHolds() {
    read(OptionJson.members("{'timeout': 'PT20S'}"));
    assertThat(found()).isEmpty();

    read(OptionJson.members("{'timeout': 'PT21S'}"));
    assertThat(found()).singleElement().asString().endsWith(" options.timeout");
  }

  @Test
  void certificateMustBeValidNow() {
    long now = Instant.now().toEpochMilli();
    HeldCertificate future =
        ClientCertificates.builder("future")
            .validityInterval(
                now + Duration.ofHours(1).toMillis(), now + Duration.ofHours(2).toMillis())
            .build();

    read(Map.of("tls", ClientCertificates.json(future)));

    assertThat(found()).singleElement().asString().contains(" options.tls");
  }

  @Test
  void requestedKeyCompletesItsCertificate() {
    WebhookOptions read = read(WITHOUT_KEY);

    assertThat(found()).isEmpty();
    assertThat(read.tls()).isPresent();
  }
}
