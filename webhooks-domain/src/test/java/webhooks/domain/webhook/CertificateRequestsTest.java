package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.tls.KeyRequest;
import webhooks.domain.option.tls.KeyRequests;
import webhooks.domain.option.tls.RequestCertificate;
import webhooks.domain.webhook.CertificateRequests.RequestedCertificate;

/** The order of the checks of a certificate request, and what it leaves. */
class CertificateRequestsTest extends WebhooksFixture {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");

  private final List<KeyRequest> kept = new ArrayList<>();
  private boolean isOfAllNodes = true;

  private final CertificateRequests requests =
      new CertificateRequests(
          new OptionUpdates.Tables(
              new OneWebhook(),
              new OptionsRepository(null, cipher, () -> CertificateRequestsTest.this.isOfAllNodes),
              new NotedActs()),
          new KeptKeys(),
          access,
          Clock.fixed(NOW, ZoneOffset.UTC));

  private final class KeptKeys extends KeyRequests {
    @Override
    public void put(UUID webhookId, String accountId, KeyRequest request, Instant now) {
      kept.add(request);
    }
  }

  private RequestedCertificate request(String subject) {
    return requests.request(
        caller(true, false),
        webhook.id().toString(),
        new RequestCertificate(Optional.of(subject), List.of()));
  }

  @Test
  void keyIsKeptForThirtyDays() {
    RequestedCertificate requested = request("CN=webhooks");

    assertThat(requested.subject()).isEqualTo("CN=webhooks");
    assertThat(requested.pem()).startsWith("-----BEGIN CERTIFICATE REQUEST-----\n");
    assertThat(requested.keptUntil()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(kept).extracting(KeyRequest::certificateRequest).containsExactly(requested.pem());
    assertThat(steps).containsExactly("ask", "begin", "read", "certificate.requested", "commit");
  }

  @Test
  void faultsComeBeforePermission() {
    allowed = false;

    assertRefused(() -> request("none"), ErrorCode.INVALID_REQUEST);
    assertForbidden(() -> request("CN=webhooks"));
    assertThat(kept).isEmpty();
  }

  @Test
  void nothingIsMadeWhileOlderNodeRuns() {
    isOfAllNodes = false;

    assertRefused(() -> request("CN=webhooks"), ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(steps).doesNotContain("begin");
  }

  @Test
  void deletedWebhookGetsNoKey() {
    deletedMeanwhile = true;

    assertNotFound(() -> request("CN=webhooks"));
    assertThat(kept).isEmpty();
  }
}
