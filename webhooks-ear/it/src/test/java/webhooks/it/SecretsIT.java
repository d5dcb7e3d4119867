package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing that must stay secret is readable in the database or in the log. */
class SecretsIT {
  private final World world = World.shared();
  private final Application application = world.application();
  private final Inbox inbox = world.receiver().inbox();
  private final String mark = "mark-" + UUID.randomUUID();

  @Tag("postgresql")
  @Test
  void tablesAndLogHoldNoSecretAndNoToken() {
    usesSecretsEverywhere();

    String tables = world.database().dump();
    String log = world.product().log();

    assertThat(tables).contains(application.account());
    assertThat(log).isNotEmpty();
    for (String secret : Secrets.all()) {
      assertThat(tables.contains(secret)).as("tables hold a secret or token").isFalse();
      assertThat(log.contains(secret)).as("log holds a secret or token").isFalse();
    }
  }

  @Test
  void logHoldsNeitherPayloadNorQueryOfACallbackUrl() {
    usesSecretsEverywhere();

    assertThat(world.product().log()).doesNotContain(mark);
  }

  /** Creates, changes, breaks and delivers, so that every place which might tell has had to do. */
  private void usesSecretsEverywhere() {
    URI url = URI.create(inbox.answers(500, 204).url() + "?key=" + mark);
    Application.Registered webhook = application.creates(Application.Body.ofAccount(url));
    String given = Secrets.remember("given secret " + UUID.randomUUID());
    application.patches(webhook, "{\"secret\":\"" + given + "\",\"active\":true}").is(200);
    String refused = Secrets.remember("control\\u0007 " + UUID.randomUUID());
    application.patches(webhook, "{\"secret\":\"" + refused + "\"}").is(422);
    application.patches(webhook, "{\"secret\":\"" + refused + "\",").is(422);
    world
        .api()
        .get("/webhooks/" + webhook.id())
        .as(application.draft().foreignKey())
        .send()
        .is(401);
    Event event = Event.ofAccount(application.account()).holding("{\"text\":\"" + mark + "\"}");
    world.producer().publishes(event);
    inbox
        .receives(event.messageId(), 2, Duration.ofSeconds(20))
        .forEach(one -> one.isSignedWith(given));
  }
}
