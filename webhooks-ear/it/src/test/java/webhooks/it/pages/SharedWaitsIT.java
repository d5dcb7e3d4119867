package webhooks.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of shared waits in docs/concurrency.md names each of them, with its bounds. */
class SharedWaitsIT {
  private static final Pattern WAIT =
      Pattern.compile(
          "new (CallerLimit|ConcurrencyLimit|FairShare|OwnerLocks|QueueingExecutor|RequestWaits|SharedExecutor)\\(");

  /** A row with a number of all: its class, this number, and the text about a caller. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| [^|]+ \\| `(\\w+)` \\| (\\d+)[^|]* \\| [^|]+ \\| (\\d*)[^|]*\\|$");

  /** Where a class only hands a wait of another row on. */
  private static final Set<String> PARTS = Set.of("OwnerLocks", "LeaseShares", "RequestWaits");

  private static final String TABLE =
      Pages.text(Pages.ROOT.resolve("docs/concurrency.md"))
          .split("## Shared waits")[1]
          .split("\n## ")[0];

  private static List<Path> sources() {
    return Pages.sources().stream()
        .filter(file -> file.toString().matches(".*/webhooks-[a-z]+(/[a-z]+)?/src/main/java/.*"))
        .toList();
  }

  private static String nameOf(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }

  @Test
  void tableNamesEachSharedWait() {
    Set<String> waits =
        sources().stream()
            .filter(source -> WAIT.matcher(Pages.text(source)).find())
            .map(SharedWaitsIT::nameOf)
            .filter(name -> !PARTS.contains(name))
            .collect(Collectors.toSet());

    assertThat(waits).hasSizeGreaterThan(7);
    assertThat(waits).allSatisfy(name -> assertThat(TABLE).contains("`" + name + "`"));
  }

  @Test
  void boundsAreThoseOfTheClasses() {
    Matcher row = ROW.matcher(TABLE);
    int rows = 0;
    while (row.find()) {
      String name = row.group(1);
      String source =
          Pages.text(
              sources().stream()
                  .filter(file -> nameOf(file).equals(name))
                  .findFirst()
                  .orElseThrow());
      for (int group = 2; group <= 3; group++) {
        if (!row.group(group).isEmpty()) {
          assertThat(source).as(row.group()).containsPattern("= " + row.group(group) + ";");
        }
      }
      rows++;
    }
    assertThat(rows).isGreaterThan(8);
  }
}
