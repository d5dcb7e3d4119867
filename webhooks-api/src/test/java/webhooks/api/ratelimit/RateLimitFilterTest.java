package webhooks.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.CallerPrincipals;

class RateLimitFilterTest {
  @ParameterizedTest
  @CsvSource({"PT0.000000001S, 1", "PT0.999999999S, 1", "PT1S, 1", "PT1.000000001S, 2"})
  void roundsRetryAfterUpToSeconds(Duration wait, String seconds) {
    assertThat(RateLimitFilter.refusal("client", wait).getResponse().getHeaderString("Retry-After"))
        .isEqualTo(seconds);
  }

  @Test
  void countsEachUserOfAClientAlone() {
    RateLimitFilter filter = new RateLimitFilter(new RateLimiter(1, System::nanoTime), false);
    filter.filter(requestOf(CallerPrincipals.user("a", "maria")));

    assertThatCode(() -> filter.filter(requestOf(CallerPrincipals.user("a", "john"))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> filter.filter(requestOf(CallerPrincipals.user("a", "maria"))))
        .isInstanceOfSatisfying(
            ClientErrorException.class,
            refused -> assertThat(refused.getResponse().getStatus()).isEqualTo(429));
  }

  /** There can be any number of them, so the limiter must not remember each. */
  @Test
  void countsCallersThatAreNotAdmittedTogether() {
    RateLimitFilter filter = new RateLimitFilter(new RateLimiter(2, System::nanoTime), false);
    filter.filter(requestOf(CallerPrincipals.userNotAdmitted("a", "maria")));
    filter.filter(requestOf(CallerPrincipals.userNotAdmitted("b", "john")));

    assertThatThrownBy(() -> filter.filter(requestOf(CallerPrincipals.userNotAdmitted("c", "li"))))
        .isInstanceOf(ClientErrorException.class);
    assertThatCode(() -> filter.filter(requestOf(CallerPrincipals.user("c", "li"))))
        .doesNotThrowAnyException();
  }

  @Test
  void countsNoRequestsOfPublishers() {
    RateLimitFilter filter = new RateLimitFilter(new RateLimiter(1, System::nanoTime), true);
    CallerPrincipal publisher = CallerPrincipals.publisher();

    for (int i = 0; i < 3; i++) {
      assertThatCode(() -> filter.filter(requestOf(publisher))).doesNotThrowAnyException();
    }
  }

  /** Such a caller is refused after its body was read. */
  @Test
  void countsRequestsToPublishOfCallersWhoMayNot() {
    for (CallerPrincipal caller :
        List.of(
            CallerPrincipals.user("a", "maria"), CallerPrincipals.userNotAdmitted("b", "john"))) {
      RateLimitFilter filter = new RateLimitFilter(new RateLimiter(1, System::nanoTime), true);
      filter.filter(requestOf(caller));
      assertThatThrownBy(() -> filter.filter(requestOf(caller)))
          .isInstanceOf(ClientErrorException.class);
    }
  }

  private static ContainerRequestContext requestOf(CallerPrincipal caller) {
    SecurityContext security = (SecurityContext) answering(SecurityContext.class, caller);
    return (ContainerRequestContext) answering(ContainerRequestContext.class, security);
  }

  /** Returns an object whose methods all return this value. */
  private static Object answering(Class<?> type, Object value) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> value);
  }
}
