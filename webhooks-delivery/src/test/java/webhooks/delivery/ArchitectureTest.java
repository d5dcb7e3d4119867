package webhooks.delivery;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import webhooks.delivery.send.SenderThreads;
import webhooks.delivery.send.connect.ReceiverClient;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.EllipticOnly;
import webhooks.domain.LifecycleCallbacks;
import webhooks.domain.PackageDiagram;
import webhooks.domain.ServerThreads;

@AnalyzeClasses(
    packages = "webhooks.delivery",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("webhooks.delivery.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule packagesFollowTheDiagram = PackageDiagram.isFollowed();

  @ArchTest
  static final ArchRule lifecycleCallbacksAreNotOverloaded = LifecycleCallbacks.areNotOverloaded();

  @ArchTest
  static final ArchRule deliveryUsesNoDatabaseApi =
      noClasses()
          .should(
              dependOnClassesThat(
                  resideInAnyPackage(
                      "java.sql..", "javax.sql..", "jakarta.persistence..", "org.flywaydb..")));

  @ArchTest
  static final ArchRule deliveryUsesNoApi =
      noClasses()
          .should(
              dependOnClassesThat(
                  resideInAnyPackage("webhooks.api..", "jakarta.ws.rs..", "jakarta.servlet..")));

  @ArchTest
  static final ArchRule onlyIntakeAndLifecycleUseJms =
      noClasses()
          .that()
          .resideOutsideOfPackage("webhooks.delivery.intake..")
          .and(not(belongToAnyOf(DeliveryLifecycle.class)))
          .should(dependOnClassesThat(resideInAnyPackage("jakarta.jms..")));

  @ArchTest
  static final ArchRule onlySendUsesHttpClient =
      noClasses()
          .that()
          .resideOutsideOfPackage("webhooks.delivery.send..")
          .should(dependOnClassesThat(resideInAnyPackage("org.apache.hc..")));

  /** Only the server knows whether it interrupts its thread to shut it down. */
  @ArchTest
  static final ArchRule onlyLifecycleIsManagedByContainer =
      noClasses()
          .that(not(belongToAnyOf(DeliveryLifecycle.class, StopSignal.class)))
          .should(
              dependOnClassesThat(
                  resideInAnyPackage("jakarta.ejb..", "jakarta.inject..", "jakarta.enterprise..")));

  @ArchTest static final ArchRule allThreadsAreTheServers = ServerThreads.areAllThatIsUsed();

  @ArchTest static final ArchRule tlsIsElliptic = EllipticOnly.isHowTlsIsMade();

  /** Except for the I/O threads of the HTTP client, and look-ups of names that hang, which end. */
  @ArchTest
  static final ArchRule everyBackgroundThreadIsAWorker =
      noClasses()
          .that(not(belongToAnyOf(Worker.class, SenderThreads.class, ReceiverClient.class)))
          .should()
          .callMethodWhere(target(name("newThread")));

  @ArchTest
  static final ArchRule sendDoesNotUseDatabase =
      noClasses()
          .that()
          .resideInAPackage("webhooks.delivery.send..")
          .should(
              dependOnClassesThat(
                  resideInAnyPackage(
                      "webhooks.domain.database..",
                      "webhooks.domain.event..",
                      "webhooks.domain.delivery.queue..")));

  @ArchTest
  static final ArchRule namesHaveNoTechnicalSuffix =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?|Dto|Mapper)");

  @ArchTest
  static void rulesCheckTheWholeModule(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThan(20);
  }

  @ArchTest
  static void diagramHasNoUnusedDependency(JavaClasses classes) throws IOException {
    PackageDiagram.drawsWhatIsThere(classes);
  }
}
