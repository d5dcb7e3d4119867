package webhooks.it.packaging;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the instructions of a container image. */
record Containerfile(List<String> instructions) {

  static Containerfile read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      String text = lines.filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
      return new Containerfile(
          text.replaceAll("\\\\\n\\s*", "").lines().filter(line -> !line.isBlank()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the argument of the first such instruction. */
  String argument(String instruction) {
    return arguments(instruction).findFirst().orElseThrow();
  }

  /** Returns the words of a command in exec form, which needs no shell. */
  List<String> command(String instruction) {
    String text = argument(instruction);
    try (JsonReader reader =
        Json.createReader(new StringReader(text.substring(text.indexOf('['))))) {
      return reader.readArray().getValuesAs(JsonString::getString);
    }
  }

  /** Returns the environment variables of the image. */
  Map<String, String> environment() {
    return arguments("ENV")
        .flatMap(text -> Arrays.stream(text.split("\\s+")))
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  /** Returns the files that are copied into the working directory, by their sources. */
  List<String> copied() {
    return arguments("COPY")
        .map(text -> text.replaceFirst("^--chmod=\\d+ ", ""))
        .map(text -> text.replaceFirst(" \\./$", ""))
        .toList();
  }

  private Stream<String> arguments(String instruction) {
    return instructions.stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length()).strip());
  }
}
