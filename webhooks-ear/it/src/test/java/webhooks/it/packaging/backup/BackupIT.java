package webhooks.it.packaging.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.server.Product;

/** Runs the commands of docs/backup.md on the data of the jar. */
@NeedsServers
class BackupIT {
  @Test
  void restoredDataHasWebhooksKeysAndRejectedEvents() throws Exception {
    BackupPage page = new BackupPage(BackupIT.class);
    assertThat(page.size()).isEqualTo(2);
    try (TestEnvironment environment = TestEnvironment.onH2("backup", new OwnBroker())) {
      Product product = environment.product().with("webhooks.encryption.key", null);
      environment.start();
      Application application = environment.application();
      Inbox inbox = environment.receiver().inbox();
      Application.Registered webhook = application.register(inbox);
      environment.producer().publishTexts(List.of("no JSON"));
      new RejectedEvents(environment).awaitBody("no JSON");
      environment.closeProducer();
      product.stop();
      Path data = Path.of(product.setting("webhooks.data.dir"));
      Path copies = Places.freshDirectory("backup-copies");

      Map<String, String> variables = Map.of("DATA", data.toString());
      page.run(0, variables, copies);
      Files.move(data, data.resolveSibling("lost"));
      page.run(1, variables, copies);
      environment.start();

      new RejectedEvents(environment).awaitBody("no JSON");
      Event event = Event.ofAccount(application.account());
      environment.producer().publish(event);
      inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret());
    }
  }
}
