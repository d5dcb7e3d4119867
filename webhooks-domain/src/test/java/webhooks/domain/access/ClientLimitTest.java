package webhooks.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
  void keepsHalfForClientsThatUseNothing() {
    ClientLimit reserved = ClientLimit.withReserve(10, 4, "Too much");
    int taken = 0;
    for (int round = 0; round < 4; round++) {
      for (String greedy : List.of("a", "b", "c")) {
        try {
          reserved.take(greedy, 1);
          taken++;
        } catch (Refusal e) {
          assertThat(taken).isGreaterThanOrEqualTo(5);
        }
      }
    }

    assertThat(taken).isEqualTo(5);
    for (String other : List.of("d", "e", "f", "g", "h")) {
      assertThatCode(() -> reserved.take(other, 1)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> reserved.take("i", 1)).isInstanceOf(Refusal.class);
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
