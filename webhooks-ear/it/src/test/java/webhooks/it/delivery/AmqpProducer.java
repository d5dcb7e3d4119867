package webhooks.it.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;
import webhooks.it.harness.broker.Broker;

/** Publishes events by AMQP 1.0 with {@code publish.js}, which runs on Node.js. */
final class AmqpProducer {
  private static final int LIMIT_SECONDS = 60;

  private final Broker broker;
  private final Path program;

  /** Installs the program with npm. */
  AmqpProducer(Broker broker) {
    this.broker = broker;
    Path directory = Places.freshDirectory("amqp").resolve("program");
    Places.copy(Path.of("src", "test", "amqp"), directory);
    Command.run(
        "npm", directory, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    program = directory.resolve("publish.js");
  }

  /** Publishes texts as strings. */
  void publishTexts(String... texts) {
    run(List.of("text"), List.of(texts));
  }

  /** Publishes texts as UTF-8 bytes. */
  void publishBytes(String... texts) {
    run(List.of("bytes"), List.of(texts));
  }

  /** Publishes one text with this AMQP message id. */
  void publishAs(String messageId, String text) {
    run(List.of("text", messageId), List.of(text));
  }

  /** Publishes a text in this trace. */
  void publishIn(String traceparent, String text) {
    start(List.of("text"), List.of(text), Map.of("TRACEPARENT", traceparent), 0);
  }

  /** Publishes bytes with this content type and these application properties in JSON. */
  void publishTyped(String contentType, String properties, String text) {
    start(
        List.of("bytes"),
        List.of(text),
        Map.of("CONTENT_TYPE", contentType, "PROPERTIES", properties),
        0);
  }

  /** Publishes a number. */
  void publishNumber() {
    run(List.of("number"), List.of("a line"));
  }

  /** Publishes a list that holds the text. */
  void publishList(String text) {
    run(List.of("list"), List.of(text));
  }

  /** Publishes a text that the broker refuses, and returns the broker's error. */
  String publishRefused(String text) {
    return refusal("text", text);
  }

  /** Publishes a list in a list, which the broker refuses, and returns the broker's error. */
  String publishRefusedNestedList(String text) {
    return refusal("nested", text);
  }

  private String refusal(String kind, String text) {
    Path output = start(List.of(kind), List.of(text), 1);
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(List<String> arguments, List<String> lines) {
    start(arguments, lines, 0);
  }

  private Path start(List<String> arguments, List<String> lines, int expected) {
    return start(arguments, lines, Map.of(), expected);
  }

  private Path start(
      List<String> arguments, List<String> lines, Map<String, String> variables, int expected) {
    List<String> command = new ArrayList<>(List.of("node", program.toString()));
    command.addAll(arguments);
    try {
      Path input = Places.freshDirectory("amqp").resolve("events.jsonl");
      Path output = input.resolveSibling("output.txt");
      Files.writeString(input, String.join("\n", lines), UTF_8);
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(broker.amqp());
      builder.environment().putAll(variables);
      Process process =
          builder.redirectInput(input.toFile()).redirectOutput(output.toFile()).start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      if (process.waitFor() != expected) {
        throw new IllegalStateException("publish.js: " + Files.readString(output));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
