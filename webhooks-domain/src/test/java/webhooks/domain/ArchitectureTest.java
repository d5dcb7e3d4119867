package webhooks.domain;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "webhooks.domain", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Path DIAGRAM = Path.of("../docs/packages.puml");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("webhooks.domain.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesDependAsDrawnInTheDiagram =
      classes().should(adhereToPlantUmlDiagram(DIAGRAM, consideringOnlyDependenciesInDiagram()));

  @ArchTest
  static final ArchRule domainKnowsNeitherHttpNorJmsNorTheOtherModules =
      noClasses()
          .should(
              dependOnClassesThat(
                  resideInAnyPackage(
                      "jakarta.ws.rs..",
                      "jakarta.servlet..",
                      "jakarta.json..",
                      "jakarta.jms..",
                      "org.apache.hc..",
                      "java.net.http..",
                      "webhooks.api..",
                      "webhooks.delivery..")));

  @ArchTest
  static final ArchRule onlyWebhooksAndGrantsAreEntities =
      onlyKnownIn("jakarta.persistence..", "webhooks.domain.webhook", "webhooks.domain.access");

  @ArchTest
  static final ArchRule onlyTheDatabasePackageKnowsTheProvider =
      onlyKnownIn("org.eclipse.persistence..", "webhooks.domain.database");

  @ArchTest
  static final ArchRule onlyTheDatabasePackageMigrates =
      onlyKnownIn("org.flywaydb..", "webhooks.domain.database");

  @ArchTest
  static final ArchRule onlyTheEventPackageReadsJson =
      onlyKnownIn("com.fasterxml.jackson..", "webhooks.domain.event");

  @ArchTest
  static final ArchRule onlyTheIdPackageKnowsTheLibraryOfIds =
      onlyKnownIn("com.github.f4b6a3..", "webhooks.domain.id");

  @ArchTest
  static final ArchRule onlyTheSecretPackageEncrypts =
      onlyKnownIn("javax.crypto..", "webhooks.domain.secret");

  @ArchTest
  static final ArchRule namesTellWhatThingsAre =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?|Dto|Mapper)");

  @ArchTest
  static void theRulesLookAtTheWholeModule(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThan(60);
  }

  @ArchTest
  static void theDiagramDrawsNoDependencyThatIsNotThere(JavaClasses classes) throws IOException {
    Set<String> found =
        classes.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(ArchitectureTest::arrow)
            .filter(arrow -> arrow.contains("> [domain.") || arrow.contains("> [domain"))
            .collect(Collectors.toSet());
    Set<String> drawn =
        Files.readString(DIAGRAM)
            .lines()
            .filter(line -> line.matches("\\[domain[.\\]].* --> .*"))
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

  private static ArchRule onlyKnownIn(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should(dependOnClassesThat(resideInAnyPackage(library)));
  }
}
