package webhooks.it.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;

/** Runs the commands and programs of docs/why.md as a developer does whose event did not come. */
@OnMicro
class WhyIT {
  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\n(.*?)^```");
  private static final Instant HOUR =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);
  private final DeliveryHistory history =
      new DeliveryHistory(environment, application, webhook, inbox);

  private static boolean isInstalled(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  /** Publishes an event of the present time, or of a time some minutes after an hour. */
  private Event deliver(long minutes) {
    Event event =
        Event.ofAccount(application.account())
            .enqueued(HOUR.plus(minutes, ChronoUnit.MINUTES).toString());
    environment.publish(event.json()).is(202);
    history.awaitStatus(event, "succeeded");
    return event;
  }

  @Test
  void commandsOfThePageSucceed() throws IOException {
    assumeTrue(isInstalled("curl") && isInstalled("bash"), "curl is not on this machine");
    Path directory = Places.freshDirectory("why");
    Files.writeString(directory.resolve(".curlrc"), "fail\nsilent\nshow-error\n");
    List<String> blocks =
        COMMANDS
            .matcher(Pages.text(Pages.ROOT.resolve("docs/why.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    Map<String, String> variables =
        Map.of(
            "CURL_HOME",
            directory.toString(),
            "URL",
            "http://127.0.0.1:" + environment.product().port(),
            "TOKEN",
            application.token(),
            "ID",
            webhook.id(),
            "MESSAGE",
            deliver(5).messageId().toString());

    assertThat(blocks).hasSize(3);
    for (String block : blocks) {
      assertThat(Language.run(List.of("bash", "-ec", block), variables, new byte[0]))
          .as(block)
          .isZero();
    }
  }

  private Answer reconcile(String members) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/reconcile")
        .as(application.token())
        .json(
            "{\"since\":\"%s\",\"until\":\"%s\",%s}"
                .formatted(HOUR, HOUR.plus(2, ChronoUnit.HOURS), members))
        .send();
  }

  private static List<String> program(String file) {
    Path path = Pages.ROOT.resolve("docs/receivers").resolve(file);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(file.endsWith(".py") ? "python3" : java, path.toString());
  }

  /** Returns the hours that a program of the page computes. */
  private static String hours(String file, List<Event> events) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Event event : events) {
      lines.append(event.enqueuedDateTime()).append(' ').append(event.messageId()).append('\n');
    }
    Process process =
        new ProcessBuilder(program(file)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var in = process.getOutputStream()) {
      in.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hours.java", "hours.py"})
  void receiverGetsExactlyTheMissingEventsAgain(String file) throws IOException {
    assumeTrue(!file.endsWith(".py") || isInstalled("python3"), "python3 is not on this machine");
    List<Event> events = new ArrayList<>();
    for (long minutes : new long[] {0, 59, 60, 61, 62}) {
      events.add(deliver(minutes));
    }
    Event lost = events.get(3);
    List<Event> kept = events.stream().filter(event -> event != lost).toList();

    assertThat(reconcile("\"hours\":" + hours(file, events)).is(200).json().getJsonArray("hours"))
        .isEmpty();
    String given = "\"hours\":" + hours(file, kept);
    JsonArray differing = reconcile(given).is(200).json().getJsonArray("hours");
    assertThat(differing)
        .singleElement()
        .satisfies(hour -> assertThat(hour.asJsonObject().getInt("count")).isEqualTo(3));
    assertThat(inbox.receipts(lost.messageId())).hasSize(1);

    String ids =
        given
            + ",\"messageIds\":[\"%s\",\"%s\"]"
                .formatted(events.get(2).messageId(), events.get(4).messageId());
    JsonObject answer = reconcile(ids).is(200).json();

    assertThat(answer.getInt("redelivered")).isEqualTo(1);
    inbox.awaitEvent(lost.messageId(), 2, Duration.ofSeconds(20));
    assertThat(inbox.receipts()).hasSize(events.size() + 1);
    assertThat(
            inbox.byId().entrySet().stream()
                .max(Comparator.comparing(entry -> entry.getValue().size()))
                .map(Map.Entry::getKey))
        .contains(lost.messageId().toString());
    assertThat(history.awaitStatus(lost, "succeeded").getInt("attemptCount")).isEqualTo(2);
  }

  @Test
  void namesAllFaultsOfARequest() {
    reconcile("\"hours\":[{\"hour\":\"x\",\"count\":1.5,\"hash\":\"\"}],\"color\":1")
        .isError(
            422,
            "InvalidRequest",
            "InvalidProperty color",
            "InvalidValue hours[0].count",
            "InvalidValue hours[0].hash",
            "InvalidValue hours[0].hour");
    application.deactivate(webhook);
    reconcile("\"hours\":[]").isError(422, "InvalidRequest", "InvalidValue active");
  }
}
