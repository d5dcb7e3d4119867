package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.api.security.RequiresScope;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.TestIssuer;
import webhooks.domain.access.TokenScope;
import webhooks.domain.portal.PortalPage;
import webhooks.settings.VerifiedCaller;

/** What an operation of the API sees of its caller. */
class JsonWebTokenTest {
  private static final AtomicReference<ContainerRequestContext> request = new AtomicReference<>();
  private static final AtomicReference<Principal> caller = new AtomicReference<>();
  @RegisterExtension private static final TestApi api = TestApi.withPortal(Operation.class);

  /** An operation that keeps its caller. */
  @Path("caller")
  public static final class Operation {
    /** Keeps the caller. */
    @GET
    @RequiresScope(TokenScope.READ)
    public String get(@Context ContainerRequestContext context) {
      request.set(context);
      caller.set(context.getSecurityContext().getUserPrincipal());
      return "{}";
    }
  }

  @Test
  void callerIsTheVerifiedJsonWebToken() throws Exception {
    String text =
        TestIssuer.token().with("sub", "user-1").with("groups", List.of("a", "b")).signed();

    assertThat(api.call("GET", "/caller").header("Authorization", "Bearer " + text).send().status())
        .isEqualTo(200);

    assertThat(caller.get())
        .isInstanceOfSatisfying(
            JsonWebToken.class,
            token -> {
              assertThat(token.getIssuer()).isEqualTo("https://issuer.example");
              assertThat(token.getSubject()).isEqualTo("user-1");
              assertThat(token.getGroups()).containsExactlyInAnyOrder("a", "b");
              assertThat(token.<String>getClaim("org")).isEqualTo("account-1");
              assertThat(token.getRawToken()).isEqualTo(text);
            });
    assertThat(request.get().getProperty(CallerPrincipal.PROPERTY)).isSameAs(caller.get());
    assertThat(VerifiedCaller.of(request.get().getProperty(VerifiedCaller.ATTRIBUTE)))
        .contains(((CallerPrincipal) caller.get()).caller().limitKey().verified());
  }

  @Test
  void userOfThePortalIsAJsonWebTokenToo() throws Exception {
    String text = "whps_" + "j".repeat(43);
    api.portal.open(text, false);

    assertThat(api.call("GET", "/caller").header("Authorization", "Bearer " + text).send().status())
        .isEqualTo(200);
    assertThat(caller.get())
        .isInstanceOfSatisfying(
            JsonWebToken.class,
            token -> {
              assertThat(token.getName()).isEqualTo("portal:anna");
              assertThat(token.getRawToken()).isEqualTo(text);
            });
    assertThat(request.get().getProperty(CallerPrincipal.PROPERTY)).isSameAs(caller.get());
    api.portal.open(text.replace('j', 'k'), false, PortalPage.WEBHOOKS);
    assertThat(
            api.call("GET", "/caller")
                .header("Authorization", "Bearer " + text.replace('j', 'k'))
                .send()
                .status())
        .as("an operation of no page")
        .isEqualTo(403);
  }
}
