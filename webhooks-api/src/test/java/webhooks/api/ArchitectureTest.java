package webhooks.api;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noConstructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.util.stream.Collectors;
import webhooks.api.security.NoTokenRequired;
import webhooks.api.security.RequiresScope;
import webhooks.domain.EllipticOnly;
import webhooks.domain.LifecycleCallbacks;
import webhooks.domain.PackageDiagram;
import webhooks.domain.ServerThreads;

@AnalyzeClasses(packages = "webhooks.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<CanBeAnnotated> IS_SESSION_BEAN =
      annotatedWith(Stateless.class).or(annotatedWith(Singleton.class));

  @ArchTest
  static final ArchRule apiUsesNoJmsDatabaseOrHttpClient =
      noClasses()
          .should(
              dependOnClassesThat(
                  resideInAnyPackage(
                      "jakarta.jms..",
                      "jakarta.persistence..",
                      "javax.sql..",
                      "org.apache.hc..",
                      "webhooks.delivery..")));

  @ArchTest static final ArchRule allThreadsAreTheServers = ServerThreads.areAllThatIsUsed();

  @ArchTest static final ArchRule tlsIsElliptic = EllipticOnly.isHowTlsIsMade();

  @ArchTest
  static final ArchRule onlyTokenPackageUsesTokenLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage("webhooks.api.token")
          .should(dependOnClassesThat(resideInAnyPackage("com.nimbusds..")));

  @ArchTest
  static final ArchRule operationsDeclareScopeOrNoToken =
      methods()
          .that()
          .areMetaAnnotatedWith(HttpMethod.class)
          .should()
          .beAnnotatedWith(RequiresScope.class)
          .orShould()
          .beAnnotatedWith(NoTokenRequired.class);

  @ArchTest
  static final ArchRule resourcesHaveNoSubresourceLocators =
      methods().that().areAnnotatedWith(Path.class).should().beMetaAnnotatedWith(HttpMethod.class);

  @ArchTest
  static final ArchRule onlyServletsAndTheirFiltersHaveInjectedFields =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .areNotAssignableTo(Servlet.class)
          .and()
          .areDeclaredInClassesThat()
          .areNotAssignableTo(Filter.class)
          .should()
          .beAnnotatedWith(Inject.class);

  @ArchTest
  static final ArchRule sessionBeansAreInjectedAsEjbs =
      noConstructors()
          .that()
          .areAnnotatedWith(Inject.class)
          .should()
          .haveRawParameterTypes(
              describe("a session bean", types -> types.stream().anyMatch(IS_SESSION_BEAN)));

  /** RESTEasy looks for this constructor, although CDI then creates the bean by another. */
  @ArchTest
  static void jaxRsBeansHavePublicConstructorWithoutParameters(JavaClasses classes) {
    assertThat(
            classes.stream()
                .filter(
                    type ->
                        type.isAnnotatedWith(Path.class) || type.isAnnotatedWith(Provider.class)))
        .hasSizeGreaterThan(20)
        .allMatch(
            type ->
                type.tryGetConstructor()
                    .filter(made -> made.getModifiers().contains(JavaModifier.PUBLIC))
                    .isPresent());
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("webhooks.api.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule packagesFollowTheDiagram = PackageDiagram.isFollowed();

  @ArchTest
  static final ArchRule lifecycleCallbacksAreNotOverloaded =
      LifecycleCallbacks.areNotOverloaded().allowEmptyShould(true);

  @ArchTest
  static void diagramHasNoUnusedDependency(JavaClasses classes) throws IOException {
    PackageDiagram.drawsWhatIsThere(classes);
  }

  @ArchTest
  static void applicationListsEveryResource(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThan(20);
    assertThat(new ApiApplication().getClasses().stream().map(Class::getName))
        .containsAll(
            classes.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .map(JavaClass::getName)
                .collect(Collectors.toSet()));
  }
}
