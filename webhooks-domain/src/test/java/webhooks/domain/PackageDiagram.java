package webhooks.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** The drawing of the packages and of who may know whom, as each module's code is held to it. */
public final class PackageDiagram {
  private static final Path FILE = Path.of("../docs/packages.puml");

  private PackageDiagram() {}

  /** Returns the rule that packages know no others than is drawn. */
  public static ArchRule isFollowed() {
    return classes().should(adhereToPlantUmlDiagram(FILE, consideringOnlyDependenciesInDiagram()));
  }

  /** Checks that what is drawn of a module is still so. */
  public static void drawsWhatIsThere(String module, JavaClasses classes) throws IOException {
    Set<String> found =
        classes.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(PackageDiagram::arrow)
            .collect(Collectors.toSet());
    Set<String> drawn =
        Files.readString(FILE)
            .lines()
            .filter(line -> line.matches("\\[" + module + "[.\\]].* --> .*"))
            .collect(Collectors.toSet());
    assertThat(drawn).isNotEmpty().isSubsetOf(found);
  }

  private static String arrow(Dependency dependency) {
    return "%s --> %s"
        .formatted(component(dependency.getOriginClass()), component(dependency.getTargetClass()));
  }

  private static String component(JavaClass type) {
    return "[" + type.getPackageName().replaceFirst("^webhooks\\.", "") + "]";
  }
}
