package webhooks.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

class ClientLimitTest {
  private final ClientLimit limit = new ClientLimit(10, 6, "Too much");

  private void assertRefused(String client, long amount) {
    assertThatThrownBy(() -> limit.take(client, amount))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
              assertThat(refusal).hasMessage("Too much");
            });
  }

  @Test
  void limitsEachClient() {
    limit.take("a", 6);

    assertRefused("a", 1);
    assertThatCode(() -> limit.take("b", 4)).doesNotThrowAnyException();
  }

  @Test
  void limitsAllClientsTogether() {
    limit.take("a", 6);
    limit.take("b", 3);

    assertRefused("c", 2);
    assertThatCode(() -> limit.take("c", 1)).doesNotThrowAnyException();
  }

  @Test
  void closedShareIsFreeAgain() {
    ClientLimit.Share share = limit.take("a", 2);
    share.add(4);
    share.close();
    share.close();

    assertThatCode(() -> limit.take("a", 6)).doesNotThrowAnyException();
    assertRefused("a", 1);
  }

  @Test
  void refusedShareStaysAsItIs() {
    ClientLimit.Share share = limit.take("a", 6);
    assertThatThrownBy(() -> share.add(1)).isInstanceOf(Refusal.class);

    share.close();

    assertThatCode(() -> limit.take("a", 6)).doesNotThrowAnyException();
  }
}
