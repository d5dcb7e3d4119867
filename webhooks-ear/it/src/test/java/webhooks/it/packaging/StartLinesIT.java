package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.server.Product;

/** What the log says at a start. */
class StartLinesIT {
  private static final Path PAGE = Path.of("../../docs/wildfly.md");
  private static final Pattern STARTED =
      Pattern.compile("Webhooks \\d+\\.\\d+\\.\\d+\\S* has started");

  /** A warning or an error in the formats of the servers, but none about the settings. */
  private static final Pattern WARNING =
      Pattern.compile(
          "^\\S+ (?:\\S+ )?(?:WARN|WARNING|ERROR|SEVERE) +\\[(?!webhooks\\.).*"
              + "|.*\\|(?:WARNING|SEVERE)\\|[^|]*\\|(?!webhooks\\.).*");

  private final Product product = TestEnvironment.shared().product();

  @Test
  void namesTheVersion() {
    assertThat(product.log()).containsPattern(STARTED);
  }

  @Test
  @OnMicro
  void namesVersionTimeAndAddress() {
    assertThat(product.log())
        .containsPattern(
            "Webhooks \\d+\\.\\d+\\.\\d+\\S* answers at http://127\\.0\\.0\\.1:"
                + product.port()
                + ", \\d+\\.\\d s after its start");
  }

  /** A warning that is not documented lets an operator search for a fault. */
  @Test
  void warnsOnlyAsDocumented() throws IOException {
    List<String> known = knownWarnings();
    String log = product.log();
    String start = STARTED.split(log)[0];

    List<String> warnings = start.lines().filter(WARNING.asMatchPredicate()).toList();

    Progress.say("%s: %d warnings before its start", product.name(), warnings.size());
    assertThat(warnings).allSatisfy(line -> assertThat(known).anyMatch(line::contains));
  }

  /** Returns the texts in code of the table's first column. */
  private static List<String> knownWarnings() throws IOException {
    String table =
        Files.readString(PAGE).split("These warnings at a start are known")[1].split("\n## ")[0];
    List<String> known =
        Pattern.compile("(?m)^ *\\| `[^|]*")
            .matcher(table)
            .results()
            .map(MatchResult::group)
            .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
            .map(code -> code.group(1))
            .filter(code -> !code.startsWith("webhooks."))
            .toList();
    assertThat(known).hasSizeGreaterThan(2);
    return known;
  }
}
