package webhooks.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.CallerPrincipals;

class CurrentCallerTest {
  @Test
  void isTheCallerOfTheVerifiedToken() {
    CallerPrincipal principal = CallerPrincipals.user("a", "maria");

    assertThat(new CurrentCaller(principal).get()).isSameAs(principal.caller());
  }

  @Test
  void refusesRequestsWithoutVerifiedToken() {
    assertThatThrownBy(() -> new CurrentCaller((CallerPrincipal) null).get())
        .isInstanceOf(IllegalStateException.class);
  }
}
