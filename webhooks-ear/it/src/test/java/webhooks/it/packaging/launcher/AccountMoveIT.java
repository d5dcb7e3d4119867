package webhooks.it.packaging.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;

/** Moves an account between two products by the commands of docs/scaling.md. */
@OnMicro
@OnPostgres
class AccountMoveIT {
  private static final String KEY = "webhooks.encryption.key";
  private static final String PREVIOUS_KEYS = "webhooks.encryption.previous-keys";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private TestEnvironment source;
  private TestEnvironment target;

  @AfterEach
  void stop() {
    target.close();
    source.close();
  }

  /** Starts the source, and a target that trusts the source's receiver. */
  private void startBoth() {
    target = TestEnvironment.onPostgres(source.product().name() + "-target", Postgres.shared());
    String authority = source.authority().pem().toString();
    target.product().with("webhooks.delivery.trusted-certificates", authority);
    for (TestEnvironment one : List.of(source, target)) {
      one.product().with("webhooks.rate-limit", "1000000");
      // Deliveries to a receiver that is not available are pending as long as the test runs.
      one.product()
          .with(
              "webhooks.delivery.retry-schedule",
              String.join(",", Collections.nCopies(90, "PT2S")));
      one.start();
    }
  }

  private MovePage page(String name, Application application, String sourceKey) throws IOException {
    MovePage page = new MovePage(name, application.account());
    boolean isFile = source.product().setting(KEY) == null;
    page.settings("old.env", source.product(), isFile ? Map.of() : Map.of(KEY, sourceKey));
    page.settings(
        "new.env",
        target.product(),
        Map.of(KEY, target.product().setting(KEY), PREVIOUS_KEYS, sourceKey));
    return page;
  }

  private void move(MovePage page) throws IOException, InterruptedException {
    JarRun done = page.move();
    Progress.say("moved: %s", done.error().lines().filter(line -> line.startsWith("Acc")).toList());
    assertThat(done.error()).contains("is exported", "is imported").doesNotContain("\tat ");
    assertThat(done.code()).isZero();
  }

  @Test
  void eachEventArrivesThatIsPublishedAllTheTime() throws Exception {
    source = TestEnvironment.onPostgres("move-source", Postgres.shared());
    startBoth();
    Application application = source.application();
    Inbox available = source.receiver().inbox();
    Inbox unavailable = source.receiver().inbox().respondWith(500);
    Registered webhook = application.register(available);
    application.register(unavailable);
    MovePage page = page("move-under-load", application, source.product().setting(KEY));
    MovingPublisher publisher = new MovingPublisher(source, application.account());

    try (publisher) {
      publisher.begin();
      await().atMost(LIMIT).until(() -> available.distinct() > 200);
      move(page);
      awaitMore(publisher, 100);
      publisher.switchTo(target);
      awaitMore(publisher, 100);
      move(page);
      unavailable.respondWith(204);
      awaitMore(publisher, 100);
    }

    Events.awaitAll(publisher.published(), available, LIMIT);
    Events.awaitAll(publisher.published(), unavailable, LIMIT);
    assertThat(available.receipts())
        .last()
        .satisfies(receipt -> receipt.assertSignedWith(webhook.secret()));
    new Application(target, application.clientId(), application.account()).get(webhook).is(200);
    assertThat(source.database().pending(List.of(webhook.id()))).as("held").isPositive();

    blockAndRelease(page, application.account(), webhook);
    assertThat(reportTwice(publisher, available, unavailable))
        .as("no node crashed, and no request timed out")
        .isZero();
  }

  /** Reports what arrived, and returns how many deliveries were answered with 204 twice. */
  private static long reportTwice(MovingPublisher publisher, Inbox available, Inbox unavailable) {
    long twice = answeredTwice(available) + answeredTwice(unavailable);
    Progress.say(
        "published %d, of them %d at both; arrived %d and %d; answered with 204 twice: %d",
        publisher.published().size(),
        publisher.repeated(),
        available.distinct(),
        unavailable.distinct(),
        twice);
    return twice;
  }

  private static void awaitMore(MovingPublisher publisher, int count) {
    int before = publisher.published().size();
    await().atMost(LIMIT).until(() -> publisher.published().size() >= before + count);
  }

  /** What the old installation still has of the account is cancelled, and not sent. */
  private void blockAndRelease(MovePage page, String account, Registered webhook)
      throws IOException, InterruptedException {
    source
        .api()
        .put("/admin/blocks/account/" + account)
        .as(source.tokens().administrator())
        .send()
        .is(204);
    JarRun released = page.release();
    assertThat(released.error()).contains("Account " + account + " is released");
    assertThat(released.code()).isZero();
    await()
        .atMost(LIMIT)
        .until(() -> source.database().pending(List.of(webhook.id())), left -> left == 0);
  }

  private static long answeredTwice(Inbox inbox) {
    return inbox.byId().values().stream()
        .filter(receipts -> receipts.stream().filter(one -> !one.isRefused()).count() > 1)
        .count();
  }

  @Test
  void movesFromH2() throws Exception {
    source = TestEnvironment.onH2("move-h2");
    startBoth();
    Application application = source.application();
    Inbox available = source.receiver().inbox();
    Inbox unavailable = source.receiver().inbox().respondWith(500);
    Registered webhook = application.register(available);
    application.register(unavailable);
    MovingPublisher publisher = new MovingPublisher(source, application.account());
    for (int i = 0; i < 50; i++) {
      publisher.publish();
    }
    Events.awaitAll(publisher.published(), available, LIMIT);
    MovePage page = page("move-of-h2", application, keyInDataDirectory());

    JarRun refused = page.move();
    source.product().stop();
    move(page);
    unavailable.respondWith(204);
    publisher.switchTo(target);
    publisher.publish();

    assertThat(refused.error())
        .contains("A node that runs has the database open: stop it first", "There is no file");
    assertThat(refused.code()).isEqualTo(1);
    Events.awaitAll(publisher.published(), unavailable, LIMIT);
    Events.awaitAll(publisher.published(), available, LIMIT);
    assertThat(available.receipts())
        .last()
        .satisfies(receipt -> receipt.assertSignedWith(webhook.secret()));
    assertThat(answeredTwice(available)).isZero();
    assertThat(target.database().succeeded(webhook.id()))
        .as("the history came too")
        .hasSize(publisher.published().size());
  }

  private String keyInDataDirectory() throws IOException {
    Path data = Path.of(source.product().setting("webhooks.data.dir"));
    return Files.readString(data.resolve("encryption.key")).strip();
  }
}
