package webhooks.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import webhooks.api.token.RequiresScope;

@AnalyzeClasses(packages = "webhooks.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Path DIAGRAM = Path.of("../docs/packages.puml");

  @ArchTest
  static final ArchRule apiKnowsNeitherJmsNorDatabaseNorHttpClient =
      noClasses()
          .should(
              dependOnClassesThat(
                  resideInAnyPackage(
                      "jakarta.jms..",
                      "jakarta.persistence..",
                      "javax.sql..",
                      "org.apache.hc..",
                      "webhooks.delivery..")));

  @ArchTest
  static final ArchRule onlyTheTokenPackageKnowsTheTokenLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage("webhooks.api.token")
          .should(dependOnClassesThat(resideInAnyPackage("com.nimbusds..")));

  @ArchTest
  static final ArchRule everyOperationDeclaresItsScope =
      methods()
          .that()
          .areMetaAnnotatedWith(HttpMethod.class)
          .should()
          .beAnnotatedWith(RequiresScope.class);

  @ArchTest
  static final ArchRule resourcesHaveOperationsOnlyAndNoLocators =
      methods()
          .that()
          .areAnnotatedWith(jakarta.ws.rs.Path.class)
          .should()
          .beMetaAnnotatedWith(HttpMethod.class);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("webhooks.api.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesDependAsDrawnInTheDiagram =
      classes().should(adhereToPlantUmlDiagram(DIAGRAM, consideringOnlyDependenciesInDiagram()));

  @ArchTest
  static void theDiagramDrawsNoDependencyThatIsNotThere(JavaClasses classes) throws IOException {
    Set<String> found =
        classes.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(ArchitectureTest::arrow)
            .filter(arrow -> arrow.contains("> [domain.") || arrow.contains("> [api"))
            .collect(Collectors.toSet());
    Set<String> drawn =
        Files.readString(DIAGRAM)
            .lines()
            .filter(line -> line.matches("\\[api[.\\]].* --> .*"))
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

  @ArchTest
  static void everyResourceIsListedInTheApplication(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThan(20);
    assertThat(new ApiApplication().getClasses().stream().map(Class::getName))
        .containsAll(
            classes.stream()
                .filter(type -> type.isAnnotatedWith(jakarta.ws.rs.Path.class))
                .map(JavaClass::getName)
                .collect(Collectors.toSet()));
  }
}
