package webhooks.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Refusal;

class CreateAlertTest {
  private static final UUID WEBHOOK = UUID.randomUUID();

  private static CreateAlert request(String email, List<String> alerts, String webhookId) {
    return new CreateAlert(
        Optional.ofNullable(email),
        Optional.ofNullable(alerts),
        Optional.ofNullable(webhookId),
        List.of());
  }

  private static List<String> targets(boolean sendsMail, CreateAlert request) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> request.check(sendsMail));
    return refusal.details().stream().map(Fault::target).map(Optional::orElseThrow).toList();
  }

  @Test
  void acceptsEachAlertOnce() {
    CreateAlert.Order order =
        request("a@example.com", List.of("webhookFailing", "webhookFailing"), WEBHOOK.toString())
            .check(true);

    assertThat(order.alerts()).containsExactly(AlertType.WEBHOOK_FAILING);
    assertThat(order.webhookId()).contains(WEBHOOK);
  }

  @Test
  void namesAllFaults() {
    assertThat(targets(true, request(null, null, "x")))
        .containsExactly("email", "alerts", "webhookId");
    assertThat(targets(true, request("a", List.of(), null))).containsExactly("email", "alerts");
    assertThat(targets(true, request("a@example.com", List.of("webhookPaused"), null)))
        .containsExactly("alerts");
  }

  @Test
  void backlogIsAboutNoWebhook() {
    assertThat(targets(true, request("a@example.com", List.of("backlogHigh"), WEBHOOK.toString())))
        .containsExactly("alerts");
  }

  @Test
  void refusesWithoutAMailServer() {
    assertThat(targets(false, request("a@example.com", List.of("webhookFailing"), null)))
        .containsExactly("email");
  }

  @Test
  void descriptionHasNoAddress() {
    assertThat(request("a@example.com", null, null).toString()).doesNotContain("a@");
  }
}
