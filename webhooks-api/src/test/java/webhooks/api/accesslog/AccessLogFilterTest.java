package webhooks.api.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.CallerPrincipals;
import webhooks.domain.LoggedLines;
import webhooks.domain.settings.MutableClock;

class AccessLogFilterTest {
  private final AccessLogFilter filter = new AccessLogFilter(new AccessLog(new MutableClock()));

  @Test
  void callerHidesNoOtherCallerOfItsClient() {
    try (LoggedLines log = LoggedLines.of("webhooks.access")) {
      refuse(100, CallerPrincipals.user("acme", "loud"));
      refuse(1, CallerPrincipals.user("other", "prober"));

      assertThat(log.all()).hasSize(6).last().asString().contains("status=404", "user=prober");
    }
  }

  /** Such callers share one limit of requests, but each has lines of its own in the log. */
  @Test
  void callersThatAreNotAdmittedHideNoOther() {
    try (LoggedLines log = LoggedLines.of("webhooks.access")) {
      refuse(100, CallerPrincipals.userNotAdmitted("acme", "loud"));
      refuse(1, CallerPrincipals.userNotAdmitted("other", "prober"));

      assertThat(log.all()).hasSize(6).last().asString().contains("status=404", "user=prober");
    }
  }

  /** Twelve identities would be enough to use all lines of a second. */
  @Test
  void callersThatAreNotAdmittedHideNoAdmittedOne() {
    try (LoggedLines log = LoggedLines.of("webhooks.access")) {
      for (int i = 0; i < 30; i++) {
        refuse(20, CallerPrincipals.userNotAdmitted("account-" + i, "stranger"));
      }
      assertThat(log.all()).hasSize(20);

      refuse(1, CallerPrincipals.user("acme", "prober"));

      assertThat(log.all()).hasSize(21).last().asString().contains("status=404", "user=prober");
    }
  }

  private void refuse(int calls, CallerPrincipal caller) {
    UriInfo uri = answering(UriInfo.class, Map.of("getRequestUri", URI.create("/webhooks/x")));
    SecurityContext security = answering(SecurityContext.class, Map.of("getUserPrincipal", caller));
    ContainerRequestContext request =
        answering(
            ContainerRequestContext.class,
            Map.of("getSecurityContext", security, "getMethod", "GET", "getUriInfo", uri));
    ContainerResponseContext response =
        answering(ContainerResponseContext.class, Map.of("getStatus", 404));
    for (int i = 0; i < calls; i++) {
      filter.filter(request, response);
    }
  }

  /** Returns an object whose methods return these values, or null. */
  private static <T> T answering(Class<T> type, Map<String, Object> values) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> values.get(method.getName())));
  }
}
