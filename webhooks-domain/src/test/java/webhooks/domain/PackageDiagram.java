package webhooks.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The diagram of the packages and their allowed dependencies, which the code must match. */
public final class PackageDiagram {
  /** The file in docs, which the build copies to the test classes. */
  private static final URL FILE = PackageDiagram.class.getResource("/packages.puml");

  private static final Pattern BOX = Pattern.compile("^(\\[[^\\]]+\\]) <<.*$", Pattern.MULTILINE);
  private static final Pattern PACKAGES = Pattern.compile("<<([^>]+)>>");
  private static final Pattern ARROW =
      Pattern.compile("^(\\[[^\\]]+\\]) --> (\\[[^\\]]+\\])$", Pattern.MULTILINE);

  private final String text;
  private final Map<PackageMatcher, String> boxes = new LinkedHashMap<>();

  private PackageDiagram(String text) {
    this.text = text;
    BOX.matcher(text)
        .results()
        .forEach(
            line ->
                PACKAGES
                    .matcher(line.group())
                    .results()
                    .forEach(name -> boxes.put(PackageMatcher.of(name.group(1)), line.group(1))));
  }

  /** Returns the rule that packages have no dependency that the diagram does not draw. */
  public static ArchRule isFollowed() {
    return classes().should(adhereToPlantUmlDiagram(FILE, consideringOnlyDependenciesInDiagram()));
  }

  /**
   * Checks that every class is in a box, and that every drawn dependency of their boxes exists.
   *
   * @param classes all classes of one module
   */
  public static void drawsWhatIsThere(JavaClasses classes) throws IOException {
    PackageDiagram diagram = new PackageDiagram(text());
    Set<String> origins = classes.stream().map(diagram::boxOf).collect(Collectors.toSet());
    Set<String> found =
        classes.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(diagram::arrowOf)
            .collect(Collectors.toSet());
    assertThat(origins).isNotEmpty().doesNotContain("");
    assertThat(diagram.arrowsFrom(origins)).isNotEmpty().isSubsetOf(found);
  }

  private static String text() throws IOException {
    try (InputStream in = FILE.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Set<String> arrowsFrom(Set<String> origins) {
    Matcher arrow = ARROW.matcher(text);
    return arrow
        .results()
        .filter(drawn -> origins.contains(drawn.group(1)))
        .map(drawn -> drawn.group())
        .collect(Collectors.toSet());
  }

  private String arrowOf(Dependency dependency) {
    return "%s --> %s"
        .formatted(boxOf(dependency.getOriginClass()), boxOf(dependency.getTargetClass()));
  }

  /** Returns the name of the box that covers the class's package; empty for other code. */
  private String boxOf(JavaClass type) {
    return boxes.entrySet().stream()
        .filter(box -> box.getKey().matches(type.getPackageName()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
