package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectSenderTest {
  private final DirectSender sender = new DirectSender();
  private final List<CompletableFuture<Attempt>> attempts = new ArrayList<>();

  @BeforeEach
  void useSender() {
    sender.useSender(
        (delivery, webhook) -> {
          CompletableFuture<Attempt> attempt = new CompletableFuture<>();
          attempts.add(attempt);
          return attempt;
        });
  }

  private boolean send(String client) {
    return sender.send(client, null, null).isPresent();
  }

  @Test
  void limitsTheAttemptsOfAClient() {
    for (int i = 0; i < 4; i++) {
      assertThat(send("slow")).isTrue();
    }

    assertThat(send("slow")).isFalse();
    assertThat(send("other")).isTrue();
    assertThat(attempts).hasSize(5);
  }

  @Test
  void freesTheSlotHoweverTheAttemptEnds() {
    for (int i = 0; i < 4; i++) {
      send("client");
    }
    attempts.get(0).complete(null);
    attempts.get(1).completeExceptionally(new IllegalStateException());

    assertThat(send("client")).isTrue();
    assertThat(send("client")).isTrue();
    assertThat(send("client")).isFalse();
  }

  @Test
  void limitsTheAttemptsOfAllClients() {
    for (int i = 0; i < DirectSender.MAX_CONCURRENT; i++) {
      assertThat(send("client-" + i / 4)).isTrue();
    }

    assertThat(send("another")).isFalse();
    attempts.forEach(attempt -> attempt.complete(null));
    for (int i = 0; i < 4; i++) {
      assertThat(send("another")).isTrue();
    }
  }

  @Test
  void freesTheSlotIfTheAttemptCannotBegin() {
    sender.useSender(
        (delivery, webhook) -> {
          throw new IllegalStateException("injected");
        });

    for (int i = 0; i < 2 * DirectSender.MAX_CONCURRENT; i++) {
      assertThat(sender.send("client", null, null).orElseThrow()).isCompletedExceptionally();
    }
  }

  @Test
  void sendsNothingAfterStop() {
    sender.stop();

    assertThat(send("client")).isFalse();
    assertThat(attempts).isEmpty();
  }
}
