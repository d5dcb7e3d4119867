package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that each log text with a parameter shows it: a single apostrophe hides all behind it. */
class LogTextsTest {
  private static final Pattern CALL =
      Pattern.compile("LOG\\s*\\.log\\((.*?)\\);\\n", Pattern.DOTALL);
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern SINGLE_APOSTROPHE = Pattern.compile("(?<!')'(?!')");

  @Test
  void apostrophesAreDoubled() throws IOException {
    List<String> texts;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      texts =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(file -> CALL.matcher(read(file)).results())
              .map(call -> text(call.group(1)))
              .filter(text -> text.contains("{0}"))
              .toList();
    }

    assertThat(texts).hasSizeGreaterThan(5);
    assertThat(texts).noneMatch(text -> SINGLE_APOSTROPHE.matcher(text).find());
  }

  private static String text(String call) {
    return LITERAL
        .matcher(call)
        .results()
        .map((MatchResult literal) -> literal.group(1))
        .collect(Collectors.joining());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
