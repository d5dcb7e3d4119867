package webhooks.domain.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

class RequeueLimitTest {
  private final RequeueLimit limit = new RequeueLimit();
  private final UUID webhook = UUID.randomUUID();

  @Test
  void oneWebhookHasAShare() {
    assertThat(
            nested(
                RequeueLimit.MAX_REQUESTS_OF_WEBHOOK,
                () -> webhook,
                () -> {
                  assertRefused("other", webhook);
                  return limit.run(caller("client"), UUID.randomUUID(), () -> "others run");
                }))
        .isEqualTo("others run");
    assertThat(limit.run(caller("client"), webhook, () -> "again")).isEqualTo("again");
  }

  @Test
  void oneCallerHasAShare() {
    assertThat(
            nested(
                RequeueLimit.MAX_REQUESTS / 2 + 1,
                UUID::randomUUID,
                () -> {
                  assertRefused("client", webhook);
                  return limit.run(caller("other"), webhook, () -> "others run");
                }))
        .isEqualTo("others run");
  }

  @Test
  void failedRequestEndsItsShare() {
    for (int i = 0; i < RequeueLimit.MAX_REQUESTS; i++) {
      assertThatThrownBy(
              () ->
                  limit.run(
                      caller("client"),
                      webhook,
                      () -> {
                        throw new IllegalStateException();
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** Runs the last request while so many others of one client run. */
  private String nested(int count, Supplier<UUID> webhooks, Supplier<String> last) {
    return count == 0
        ? last.get()
        : limit.run(caller("client"), webhooks.get(), () -> nested(count - 1, webhooks, last));
  }

  private void assertRefused(String client, UUID id) {
    assertThatThrownBy(() -> limit.run(caller(client), id, () -> "too many"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  private static Caller caller(String client) {
    return Callers.tenant(client, client);
  }
}
