package webhooks.domain;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.io.IOException;
import java.net.URLConnection;
import java.util.List;
import java.util.stream.Stream;
import webhooks.domain.metric.Metrics;
import webhooks.domain.metric.Spans;

@AnalyzeClasses(packages = "webhooks.domain", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("webhooks.domain.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule featuresHaveNoCycles =
      slices().matching("webhooks.domain.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule packagesDependAsDrawnInTheDiagram = PackageDiagram.isFollowed();

  @ArchTest
  static final ArchRule lifecycleCallbacksAreNotOverloaded = LifecycleCallbacks.areNotOverloaded();

  @ArchTest static final ArchRule businessMethodsArePublic = BusinessMethods.arePublic();

  @ArchTest
  static final ArchRule domainServesNeitherHttpNorJmsAndKnowsNoOtherModule =
      noClasses()
          .should(
              dependOnClassesThat(
                  resideInAnyPackage(
                      "jakarta.ws.rs..",
                      "jakarta.servlet..",
                      "jakarta.json..",
                      "jakarta.jms..",
                      "org.apache.hc..",
                      "webhooks.api..",
                      "webhooks.delivery..")));

  @ArchTest
  static final ArchRule onlyWebhooksAndGrantsAreEntities =
      onlyKnownIn(
          "jakarta.persistence..",
          "webhooks.domain.webhook..",
          "webhooks.domain.directory",
          "webhooks.domain.database..");

  @ArchTest
  static final ArchRule onlyTheDatabasePackageKnowsTheProvider =
      onlyKnownIn("org.eclipse.persistence..", "webhooks.domain.database");

  @ArchTest
  static final ArchRule onlyTheDatabasePackageMigrates =
      onlyKnownIn("org.flywaydb..", "webhooks.domain.database..");

  @ArchTest
  static final ArchRule onlyRemoteAccessControlMakesHttpRequests =
      noClasses()
          .that()
          .resideOutsideOfPackage("webhooks.domain.access.remote")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(URLConnection.class);

  /** The import of an account stores rows that the queue of another installation has written. */
  @ArchTest
  static final ArchRule onlyTheQueueWritesDeliveriesAttemptsAndFailureStreaks =
      TablesInSql.areWrittenOnlyIn(
          "delivery_pending|delivery_finished|attempt|failure_streak",
          "webhooks.domain.delivery.queue..",
          "webhooks.domain.move");

  /**
   * The purge of events reads which of them a delivery needs, and the report of exhausted
   * deliveries reads their events. The export of an account reads all of its rows.
   */
  @ArchTest
  static final ArchRule onlyTheQueueTheHistoryAndThePurgeReadDeliveries =
      TablesInSql.areReadOnlyIn(
          "delivery|delivery_pending|delivery_finished|attempt|delivery_attempt",
          "webhooks.domain.delivery.queue..",
          "webhooks.domain.delivery.history..",
          "webhooks.domain.move",
          "webhooks.domain.operational",
          "webhooks.domain.retention");

  @ArchTest static final ArchRule allThreadsAreTheServers = ServerThreads.areAllThatIsUsed();

  @ArchTest static final ArchRule tlsIsElliptic = EllipticOnly.isHowTlsIsMade();

  @ArchTest
  static final ArchRule fewPackagesUseJackson =
      onlyKnownIn(
          "com.fasterxml.jackson..",
          "webhooks.domain.json",
          "webhooks.domain.event",
          "webhooks.domain.move",
          "webhooks.domain.operational",
          "webhooks.domain.access.remote");

  @ArchTest
  static final ArchRule onlyTheIdPackageKnowsTheLibraryOfIds =
      onlyKnownIn("com.github.f4b6a3..", "webhooks.domain.id");

  @ArchTest
  static final ArchRule onlyTheSecretPackageEncrypts =
      onlyKnownIn("javax.crypto..", "webhooks.domain.secret");

  @ArchTest
  static final ArchRule onlyTheOptionSignatureSignsWithBouncyCastle =
      onlyKnownIn("org.bouncycastle..", "webhooks.domain.option.signature");

  @ArchTest
  static final ArchRule namesHaveNoTechnicalSuffixes =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?|Dto|Mapper)");

  @ArchTest
  static final ArchRule statesOfADeliveryKnowNoDatabase =
      noClasses()
          .that()
          .resideInAnyPackage("webhooks.domain.delivery", "webhooks.domain.node")
          .should(dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..")));

  @ArchTest
  static void rulesSeeTheWholeModule(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThan(60);
  }

  /** Otherwise a transaction that is rolled back and repeated would be counted twice. */
  @ArchTest
  static void metricsAndSpansShowOnlyCommittedWork(JavaClasses classes) {
    List<Observes> observers =
        Stream.of(Metrics.class, Spans.class)
            .flatMap(type -> classes.get(type).getMethods().stream())
            .flatMap(method -> method.getParameters().stream())
            .flatMap(parameter -> parameter.tryGetAnnotationOfType(Observes.class).stream())
            .toList();

    assertThat(observers)
        .isNotEmpty()
        .allMatch(observer -> observer.during() == TransactionPhase.AFTER_SUCCESS);
  }

  @ArchTest
  static void diagramShowsOnlyExistingDependencies(JavaClasses classes) throws IOException {
    PackageDiagram.drawsWhatIsThere(classes);
  }

  private static ArchRule onlyKnownIn(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should(dependOnClassesThat(resideInAnyPackage(library)));
  }
}
