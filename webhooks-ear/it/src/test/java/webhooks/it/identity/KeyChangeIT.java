package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.server.Product;

/** Changes the encryption key: the product encrypts everything stored again. */
class KeyChangeIT {
  private static final String KEY = "webhooks.encryption.key";
  private static final String PREVIOUS = "webhooks.encryption.previous-keys";
  private static final String DONE =
      "encrypted with the current key instead of an earlier one: 251";

  @Test
  void newKeyReplacesTheOldOneAfterAStart() {
    String oldKey = Secrets.random();
    String newKey = Secrets.random();
    try (TestEnvironment environment = TestEnvironment.named("key-change")) {
      Product product = environment.product().with(KEY, oldKey).with(PREVIOUS, null);
      environment.start();
      Application application = environment.application();
      Inbox inbox = environment.receiver().inbox();
      Registered webhook = application.register(inbox);
      String secret = rotate(environment, application, webhook);
      URI other = URI.create("https://example.com/hook?token=of-a-query");
      List<Registered> others = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        others.add(application.create(Body.ofAccount(other)));
      }
      product.stop();

      product.with(KEY, newKey);
      assertThatThrownBy(product::start).hasMessageContaining("did not start");
      assertThat(product.log()).contains(PREVIOUS);
      product.with(PREVIOUS, oldKey).start();
      await("the keys' change")
          .atMost(Duration.ofSeconds(30))
          .until(() -> product.log().contains(DONE));
      product.stop();
      product.with(PREVIOUS, null).start();

      Event event = Event.ofAccount(application.account());
      environment.closeProducer();
      environment.producer().publish(event);
      Receipt receipt = inbox.awaitEvent(event.messageId()).assertSignedWith(secret);
      receipt.assertStandardSignature(webhook.secret());
      assertThat(application.get(others.get(249)).is(200).json().getString("callbackUrl"))
          .isEqualTo(other.toString());
      assertThat(product.log()).doesNotContain(oldKey).doesNotContain(newKey);
    }
  }

  private static String rotate(
      TestEnvironment environment, Application application, Registered webhook) {
    return Secrets.remember(
        environment
            .api()
            .post("/webhooks/" + webhook.id() + "/rotate-secret")
            .as(application.token())
            .send()
            .is(200)
            .json()
            .getString("secret"));
  }
}
