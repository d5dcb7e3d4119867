package webhooks.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table in docs/waits.md names each of them, with its bounds. */
class SharedWaitsIT {
  /** What makes callers, accounts or strangers wait, or refuses them. */
  private static final Pattern WAIT =
      Pattern.compile(
          "new (BoundedExecutor|CallerLimit|ConcurrencyLimit|ConnectionLimit|ConnectionTurns"
              + "|EndedConnections|FairShare|GroupCounts|KnownSymbols|OwnerLocks|PendingLogins"
              + "|QueueingExecutor|RateLimiter|RequestQueue|RequestWaits|Semaphore|SharedExecutor"
              + "|StrangerWaits|Turns)(<[^>]*>)?\\(");

  /** A row with a number of all: its class, this number, and the text about a caller. */
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| [^|]+ \\| `(\\w+)` \\| (?:up to )?([\\d,]++)(?! MiB)[^|]* \\| [^|]+ \\| (\\d*)[^|]*\\|$");

  /** Where a class only hands a wait of another row on. */
  private static final Set<String> PARTS =
      Set.of("BoundedExecutor", "ConcurrencyLimit", "OwnerLocks", "RequestWaits");

  private static final String TABLE = Pages.text(Pages.ROOT.resolve("docs/waits.md"));

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
    List<String> missing = new ArrayList<>();
    int waits = 0;
    for (Path source : sources()) {
      Matcher wait = WAIT.matcher(Pages.text(source));
      while (!PARTS.contains(nameOf(source)) && wait.find()) {
        waits++;
        if (!TABLE.contains("`" + nameOf(source) + "`")
            && !TABLE.contains("`" + wait.group(1) + "`")) {
          missing.add(nameOf(source) + " makes a " + wait.group(1));
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(waits).isGreaterThan(30);
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
          String digits = row.group(group).replace(",", "");
          assertThat(source.replaceAll("(?<=\\d)_(?=\\d)", ""))
              .as(row.group())
              .containsPattern("= " + digits + ";");
        }
      }
      rows++;
    }
    assertThat(rows).isGreaterThan(8);
  }
}
