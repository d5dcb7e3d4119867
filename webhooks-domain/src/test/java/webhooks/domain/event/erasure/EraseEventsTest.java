package webhooks.domain.event.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.erasure.EraseEvents.ErasureOrder;

/** The rules of a request to erase events. */
class EraseEventsTest {
  private static List<String> faults(Map<String, Object> members) {
    EraseEvents request = new EraseEvents(members, List.of());
    assertThat(request.toString()).isEqualTo("EraseEvents");
    Refusal refusal = catchThrowableOfType(Refusal.class, request::check);
    return refusal.details().stream()
        .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
        .toList();
  }

  @Test
  void takesScalars() {
    for (Object value : List.of("x", BigDecimal.ONE, false)) {
      Map<String, Object> members =
          Map.of("path", "$.content.a[0]", "value", value, "accountId", "account-1");
      ErasureOrder order = new EraseEvents(members, List.of()).check();

      assertThat(order.accountId()).isEqualTo("account-1");
      assertThat(ErasureCriteria.parse(order.criteria().stored())).isEqualTo(order.criteria());
      assertThat(order.criteria().toString()).doesNotContain("content");
    }
  }

  @Test
  void refusesAllFaultsAtOnce() {
    Map<String, Object> nulls = new HashMap<>();
    nulls.put("value", null);
    assertThat(faults(nulls))
        .containsExactlyInAnyOrder(
            "MissingRequiredProperty path",
            "MissingRequiredProperty value",
            "MissingRequiredProperty accountId");
    assertThat(faults(Map.of("path", "$.a[*]", "value", List.of(), "accountId", "", "x", 1)))
        .containsExactlyInAnyOrder(
            "InvalidValue path",
            "InvalidValue value",
            "InvalidValue accountId",
            "InvalidProperty x");
    assertThat(faults(Map.of("path", "$", "value", "", "accountId", BigDecimal.ONE)))
        .containsExactlyInAnyOrder(
            "InvalidValue path", "InvalidValue value", "InvalidRequestBody accountId");
    assertThat(faults(Map.of("path", "$.a", "value", "x".repeat(1001), "accountId", "a")))
        .containsExactly("InvalidValue value");
  }
}
