package webhooks.domain.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Callers;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.subscription.SendableWebhook;

class DirectSenderTest {
  private final FakeNode node = new FakeNode();
  private final RunningNode running = node.running();
  private final DirectSender sender = new DirectSender(running);

  private CompletableFuture<Attempt> send(LimitKey caller) {
    return sender.send(caller, () -> null, null);
  }

  private boolean send(String client) {
    try {
      send(LimitKey.ofApplication(client, Optional.of("account of " + client)));
      return true;
    } catch (Refusal e) {
      assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
      return false;
    }
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
  void limitsEachUserOfAClient() {
    LimitKey maria = Callers.user("console", "a", "maria").limitKey();
    for (int i = 0; i < 4; i++) {
      send(maria);
    }

    assertThatThrownBy(() -> send(maria)).isInstanceOf(Refusal.class);
    send(Callers.user("console", "a", "john").limitKey());
    send(Callers.user("console", "b", "maria").limitKey());
    assertThat(node.attempts).hasSize(6);
  }

  @Test
  void sendsNothingIfTheDeliveryFails() {
    for (int i = 0; i < 2 * DirectSender.MAX_CONCURRENT; i++) {
      assertThatThrownBy(
              () ->
                  sender.send(
                      LimitKey.ofApplication("client", Optional.of("account")),
                      () -> {
                        throw new IllegalStateException("injected");
                      },
                      null))
          .hasMessage("injected");
    }

    assertThat(node.attempts).isEmpty();
    assertThat(send("client")).isTrue();
  }

  @Test
  void makesNoDeliveryIfTooManyAreInFlight() {
    for (int i = 0; i < 4; i++) {
      send("slow");
    }

    assertThatThrownBy(
            () ->
                sender.send(
                    LimitKey.ofApplication("slow", Optional.of("account")),
                    () -> {
                      throw new IllegalStateException("made");
                    },
                    null))
        .isInstanceOf(Refusal.class);
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
      assertThat(send("client-" + i)).isTrue();
    }

    assertThat(send("another")).isFalse();
    node.attempts.forEach(attempt -> attempt.complete(null));
    for (int i = 0; i < 4; i++) {
      assertThat(send("another")).isTrue();
    }
  }

  @Test
  void clientsOfOneAccountLeaveAttemptsToOthers() {
    int admitted = 0;
    for (int i = 0; i < 40; i++) {
      LimitKey client = LimitKey.ofApplication("client-" + i, Optional.of("a"));
      try {
        send(client);
        admitted++;
      } catch (Refusal e) {
        assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
      }
    }

    assertThat(admitted).isEqualTo(DirectSender.MAX_CONCURRENT * 3 / 4);
    assertThat(send("another")).isTrue();
  }

  @Test
  void freesTheSlotIfTheAttemptCannotBegin() {
    running.start(
        new FakeNode() {
          @Override
          public CompletableFuture<Attempt> test(LeasedDelivery delivery, SendableWebhook webhook) {
            throw new IllegalStateException("injected");
          }
        });

    for (int i = 0; i < 2 * DirectSender.MAX_CONCURRENT; i++) {
      assertThatThrownBy(() -> send(LimitKey.ofApplication("client", Optional.of("account"))))
          .hasMessage("injected");
    }
  }

  @Test
  void sendsNothingAfterTheStopOfTheNode() {
    running.stop();

    assertThat(send("client")).isFalse();
    assertThat(node.attempts).isEmpty();
  }
}
