package webhooks.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Follows each link between the pages, and each name of a page in the sources. */
class LinksIT {
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]+`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]*)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern NAMED = Pattern.compile("(?<![\\w/.-])docs/[\\w./-]+?\\.md\\b");

  @Test
  void everyLinkHasItsTarget() {
    List<String> links = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (Path page : Pages.all()) {
      Matcher link = LINK.matcher(CODE.matcher(Pages.text(page)).replaceAll("code"));
      while (link.find()) {
        links.add(link.group(1));
        if (!leadsSomewhere(page, link.group(1))) {
          broken.add(Pages.ROOT.relativize(page) + ": " + link.group(1));
        }
      }
    }

    assertThat(links).hasSizeGreaterThan(80);
    assertThat(broken).isEmpty();
  }

  /** Follows links to other sites by their form only. */
  private static boolean leadsSomewhere(Path page, String link) {
    if (link.matches("(https|mailto):.+")) {
      return true;
    }
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  private static Set<String> anchors(Path page) {
    String text = Pages.text(page).replaceAll("(?ms)^ *```.*?^ *```", "");
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> anchor(heading.group(1)))
        .collect(Collectors.toSet());
  }

  /** Returns the anchor that GitHub gives a heading. */
  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
        .replace(' ', '-');
  }

  @ParameterizedTest
  @CsvSource({
    "A new secret,a-new-secret",
    "`webhooks.jar` and `webhooks.ear`,webhooksjar-and-webhooksear",
    "Who does what? An example: 1,who-does-what-an-example-1"
  })
  void knowsTheAnchorsOfHeadings(String heading, String anchor) {
    assertThat(anchor(heading)).isEqualTo(anchor);
  }

  @Test
  void everyPageThatASourceNamesExists() {
    List<String> named = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Path source : Pages.sources()) {
      Matcher name = NAMED.matcher(Pages.text(source));
      while (name.find()) {
        named.add(name.group());
        if (!Files.exists(Pages.ROOT.resolve(name.group()))) {
          missing.add(Pages.ROOT.relativize(source) + ": " + name.group());
        }
      }
    }

    assertThat(named).hasSizeGreaterThan(20);
    assertThat(missing).isEmpty();
  }

  /** A page that no other page links to is not found by its readers. */
  @Test
  void everyPageIsLinked() {
    Set<Path> linked =
        Pages.all().stream()
            .flatMap(
                page ->
                    LINK.matcher(Pages.text(page))
                        .results()
                        .map(link -> link.group(1).replaceFirst("#.*", ""))
                        .filter(link -> !link.contains(":"))
                        .map(link -> page.resolveSibling(link).normalize()))
            .flatMap(target -> Files.isDirectory(target) ? inside(target) : Stream.of(target))
            .collect(Collectors.toSet());

    assertThat(Pages.all())
        .filteredOn(page -> page.startsWith(Pages.ROOT.resolve("docs")))
        .isSubsetOf(linked);
  }

  private static Stream<Path> inside(Path directory) {
    return Pages.all().stream().filter(page -> page.getParent().equals(directory));
  }
}
