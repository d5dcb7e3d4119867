package webhooks.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.subscription.Subscription;

class DirectSenderTest {
  private final FakeNode node = new FakeNode();
  private final RunningNode running = node.running();
  private final DirectSender sender = new DirectSender(running);

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
    assertThat(node.attempts).hasSize(5);
  }

  @Test
  void freesTheSlotHoweverTheAttemptEnds() {
    for (int i = 0; i < 4; i++) {
      send("client");
    }
    node.attempts.get(0).complete(null);
    node.attempts.get(1).completeExceptionally(new IllegalStateException());

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
    node.attempts.forEach(attempt -> attempt.complete(null));
    for (int i = 0; i < 4; i++) {
      assertThat(send("another")).isTrue();
    }
  }

  @Test
  void freesTheSlotIfTheAttemptCannotBegin() {
    running.start(
        new FakeNode() {
          @Override
          public CompletableFuture<Attempt> test(LeasedDelivery delivery, Subscription webhook) {
            throw new IllegalStateException("injected");
          }
        });

    for (int i = 0; i < 2 * DirectSender.MAX_CONCURRENT; i++) {
      assertThat(sender.send("client", null, null).orElseThrow()).isCompletedExceptionally();
    }
  }

  @Test
  void sendsNothingAfterTheStopOfTheNode() {
    running.stop();

    assertThat(send("client")).isFalse();
    assertThat(node.attempts).isEmpty();
  }
}
