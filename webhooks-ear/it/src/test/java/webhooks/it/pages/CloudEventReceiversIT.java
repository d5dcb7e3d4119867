package webhooks.it.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Command;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.GeneratedClients;
import webhooks.it.harness.selection.OnMicro;

/** Gives deliveries in the formats of CloudEvents to the programs of docs/receivers/cloudevents. */
@OnMicro
class CloudEventReceiversIT {
  private static final Path PROGRAMS = Pages.ROOT.resolve("docs/receivers/cloudevents");
  private static final String CONTENT = "{\"n\":1.5,\"name\":\"Brücke \\\"5\\\" %41\"}";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);
  private final Path directory = Places.freshDirectory("cloudevents");

  @ParameterizedTest
  @ValueSource(strings = {"cloudevents-structured", "cloudevents-binary"})
  void sdkOfJavaReadsEvents(String mode) {
    assertReads(mode, JavaProgram.withLibraries(PROGRAMS.resolve("Receive.java"), directory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudevents-structured", "cloudevents-binary"})
  void pythonReadsEventsWithoutALibrary(String mode) {
    assumeTrue(Language.PYTHON.isInstalled(), "python3 is not on this machine");

    assertReads(mode, List.of("python3", PROGRAMS.resolve("receive.py").toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudevents-structured", "cloudevents-binary"})
  void goReadsEventsWithoutALibrary(String mode) {
    assumeTrue(Language.GO.isInstalled(), "go is not on this machine");
    String program = directory.resolve("receive").toString();
    Command.run(
        "go",
        directory,
        List.of("go", "build", "-o", program, PROGRAMS.resolve("receive.go").toString()));

    assertReads(mode, List.of(program));
  }

  /** Npm gets the SDK. */
  @GeneratedClients
  @ParameterizedTest
  @ValueSource(strings = {"cloudevents-structured", "cloudevents-binary"})
  void sdkOfNodeReadsEvents(String mode) {
    Path program = directory.resolve("program");
    Places.copy(PROGRAMS, program);
    Command.run(
        "npm", program, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));

    assertReads(mode, List.of("node", "receive.mjs"), program);
  }

  @Test
  void pageLinksEachFile() {
    String page = Pages.text(Pages.ROOT.resolve("docs/receivers.md"));

    assertThat(List.of("Receive.java", "receive.mjs", "receive.py", "receive.go"))
        .allSatisfy(file -> assertThat(page).contains("(receivers/cloudevents/" + file + ")"));
  }

  private void assertReads(String mode, List<String> command) {
    assertReads(mode, command, directory);
  }

  private void assertReads(String mode, List<String> command, Path runsIn) {
    application.setOptions(webhook, "{\"format\":{\"mode\":\"" + mode + "\"}}");
    Event event = Event.ofAccount(application.account()).holding(CONTENT);
    environment.publish(event.json()).is(202);
    Receipt receipt = inbox.awaitEvent(event.messageId());

    ProcessBuilder program = new ProcessBuilder(command).directory(runsIn.toFile());
    List<String> lines = CgiProgram.output(program, receipt, receipt.body()).lines().toList();

    assertThat(lines.subList(0, 2)).containsExactly(event.messageId().toString(), Event.CREATED);
    assertThat(lines.get(2)).endsWith("/itwins/" + application.account());
    assertThat(json(lines.get(3))).isEqualTo(json(CONTENT));
  }

  private static Object json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
