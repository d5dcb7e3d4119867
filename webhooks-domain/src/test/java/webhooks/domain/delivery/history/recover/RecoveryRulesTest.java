package webhooks.domain.delivery.history.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;

/** The rules for requests to recover or count deliveries. */
class RecoveryRulesTest {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00Z");
  private static final Optional<String> NONE = Optional.empty();

  private static RecoverDeliveries request(Optional<String> since, List<String> messageIds) {
    return new RecoverDeliveries(
        since, NONE, Optional.empty(), NONE, NONE, NONE, Optional.of(messageIds), List.of());
  }

  private static List<Fault> faults(RecoverDeliveries request) {
    return catchThrowableOfType(Refusal.class, () -> RecoveryRules.check(request, "recover"))
        .details();
  }

  @Test
  void namesAllFaults() {
    RecoverDeliveries request =
        new RecoverDeliveries(
            Optional.of("x"),
            Optional.of("x"),
            Optional.of(List.of("succeeded")),
            Optional.of(" "),
            Optional.of("x"),
            Optional.of("x"),
            Optional.of(List.of("x")),
            List.of());

    assertThat(faults(request))
        .extracting(fault -> fault.target().orElseThrow())
        .containsExactlyInAnyOrder(
            "since", "until", "status", "eventType", "error", "statusCode", "messageIds");
  }

  @Test
  void needsAStartOrEvents() {
    String id = UUID.randomUUID().toString();
    assertThat(RecoveryRules.check(request(NONE, List.of(id)), "recover").since())
        .isEqualTo(Instant.EPOCH);

    RecoverDeliveries neither =
        new RecoverDeliveries(
            NONE, NONE, Optional.empty(), NONE, NONE, NONE, Optional.empty(), List.of());
    assertThat(faults(neither))
        .extracting(Fault::code)
        .containsExactly(FaultCode.MISSING_REQUIRED_PROPERTY);
  }

  @Test
  void needsNoStartBesideMessageIdsOfAWrongType() {
    Fault wrongType =
        Fault.of(FaultCode.INVALID_REQUEST_BODY, "messageIds", "Must be an array of strings.");
    RecoverDeliveries request =
        new RecoverDeliveries(
            NONE, NONE, Optional.empty(), NONE, NONE, NONE, Optional.empty(), List.of(wrongType));

    assertThat(faults(request)).containsExactly(wrongType);
  }

  @Test
  void boundsMessageIds() {
    String id = UUID.randomUUID().toString();
    assertThat(RecoveryRules.check(request(NONE, Collections.nCopies(1000, id)), "recover"))
        .extracting(query -> query.selection().messageIds())
        .isEqualTo(List.of(UUID.fromString(id)));
    assertThat(faults(request(NONE, Collections.nCopies(1001, id)))).hasSize(1);
    assertThat(faults(request(NONE, List.of()))).hasSize(1);
  }

  @Test
  void beginsWithPendingDeliveries() {
    Optional<String> since = Optional.of("2026-10-01T00:00:00Z");
    RecoverDeliveries usual =
        new RecoverDeliveries(
            since, NONE, Optional.empty(), NONE, NONE, NONE, Optional.empty(), List.of());
    Recovery recovery =
        RecoveryRules.check(usual, "recover").recovery(UUID.randomUUID(), NOW, UUID.randomUUID());

    assertThat(recovery.statuses())
        .containsExactly(
            DeliveryStatus.PENDING, DeliveryStatus.EXHAUSTED, DeliveryStatus.CANCELLED);
    assertThat(recovery.withRetries()).isFalse();
    assertThat(recovery.until()).isEqualTo(NOW);
  }
}
