package webhooks.domain.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;

class DeliveryHistoryRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {" ", "a\u0000", "a\n", "a\u0085"})
  void refusesTypesThatNoEventHas(String type) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> DeliveryHistoryRules.check(listing(type)))
        .satisfies(
            refusal -> {
              List<Fault> faults = refusal.details();
              assertThat(faults).hasSize(1);
              assertThat(faults.get(0).code()).isEqualTo(FaultCode.INVALID_VALUE);
              assertThat(faults.get(0).target()).contains("eventType");
            });
  }

  @Test
  void acceptsTypesOutsideTheCatalogue() {
    assertThat(DeliveryHistoryRules.check(listing("removed.type.v1")).eventType())
        .contains("removed.type.v1");
  }

  private static ListDeliveries listing(String eventType) {
    return new ListDeliveries(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(eventType),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
