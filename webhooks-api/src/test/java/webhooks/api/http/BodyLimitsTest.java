package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.limit.LimitKey;

class BodyLimitsTest {
  private final BodyLimits limits = BodyLimits.of(Runtime.getRuntime().maxMemory());

  private boolean waits(String client, String account) {
    return limits.waiting().tryUse(LimitKey.ofApplication(client, Optional.of(account)), 1);
  }

  @Test
  void clientsOfOneAccountLeaveWaitsToOthers() {
    int waiting = 0;
    for (int i = 0; i < 40; i++) {
      waiting += waits("client-" + i, "one") ? 1 : 0;
    }

    assertThat(waiting).isEqualTo(BodyLimits.MAX_WAITING * 3 / 4);
    assertThat(waits("newcomer", "other")).isTrue();
  }
}
