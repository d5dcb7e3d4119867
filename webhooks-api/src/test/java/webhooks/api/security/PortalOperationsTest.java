package webhooks.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import java.util.function.Predicate;
import java.util.stream.Stream;
import webhooks.domain.access.TokenScope;

/**
 * The operations that sessions of the portal may use. Their scopes are to read and, unless they are
 * read-only, to modify.
 */
@AnalyzeClasses(packages = "webhooks.api", importOptions = ImportOption.DoNotIncludeTests.class)
class PortalOperationsTest {
  private static Stream<String> operations(JavaClasses classes, Predicate<JavaMethod> which) {
    return classes.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
        .filter(method -> method.isAnnotatedWith(RequiresScope.class))
        .filter(which)
        .map(method -> method.getOwner().getSimpleName() + "." + method.getName());
  }

  private static boolean needs(JavaMethod method, TokenScope scope) {
    return method.getAnnotationOfType(RequiresScope.class).value() == scope;
  }

  /** A count has a body because its filter is long. The end of the own session changes no data. */
  @ArchTest
  static void readOnlySessionsChangeNothing(JavaClasses classes) {
    assertThat(
            operations(
                classes,
                method -> needs(method, TokenScope.READ) && !method.isAnnotatedWith(GET.class)))
        .containsExactlyInAnyOrder(
            "DeliveriesResource.countRecoverable", "PortalSessionsResource.end");
  }

  /** The others name the pages that need them. */
  @ArchTest
  static void limitedSessionsMayNotUseTheseOperations(JavaClasses classes) {
    assertThat(
            operations(
                classes,
                method ->
                    (needs(method, TokenScope.READ) || needs(method, TokenScope.MODIFY))
                        && !method.isAnnotatedWith(OnPages.class)))
        .containsExactlyInAnyOrder(
            "WebhooksResource.create",
            "AlertsResource.list",
            "AlertsResource.create",
            "AlertsResource.delete");
  }

  @ArchTest
  static void noPageNeedsAnotherScope(JavaClasses classes) {
    assertThat(
            operations(
                classes,
                method ->
                    method.isAnnotatedWith(OnPages.class)
                        && !needs(method, TokenScope.READ)
                        && !needs(method, TokenScope.MODIFY)))
        .isEmpty();
  }
}
