package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Path PAGE = Path.of("../../docs/backup.md");
  private static final Pattern COMMANDS =
      Pattern.compile("<!-- BackupIT runs this -->\n```sh\n(.*?)```", Pattern.DOTALL);

  @Test
  void restoredDataHasWebhooksKeysAndRejectedEvents() throws Exception {
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

      run(commands().get(0), data, copies);
      Files.move(data, data.resolveSibling("lost"));
      run(commands().get(1), data, copies);
      environment.start();

      new RejectedEvents(environment).awaitBody("no JSON");
      Event event = Event.ofAccount(application.account());
      environment.producer().publish(event);
      inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret());
    }
  }

  private static List<String> commands() throws IOException {
    Matcher matcher = COMMANDS.matcher(Files.readString(PAGE));
    List<String> found = matcher.results().map(result -> result.group(1)).toList();
    assertThat(found).hasSize(2);
    return found;
  }

  private static void run(String commands, Path data, Path directory) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-euc", commands);
    shell.environment().put("DATA", data.toString());
    shell.directory(directory.toFile()).inheritIO();
    assertThat(shell.start().waitFor()).isZero();
  }
}
