package webhooks.it.container;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Application;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.ClaimValue;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** An application beside the API whose operation has the token of its request injected. */
@ApplicationPath("token-probe")
public class TokenProbe extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(Operation.class, Verification.class);
  }

  /** Answers with what is injected. */
  @Path("")
  @RequestScoped
  public static class Operation {
    @Inject JsonWebToken token;

    @Inject
    @Claim("org")
    String account;

    @Inject
    @Claim("org")
    ClaimValue<Optional<String>> optionalAccount;

    @Inject
    @Claim("missing")
    Optional<String> missing;

    /** Returns the injected values. */
    @GET
    public String get() {
      return String.join(
          " ",
          token.getName(),
          account,
          optionalAccount.getName(),
          optionalAccount.getValue().orElse(""),
          missing.orElse("none"));
    }
  }

  /** Stands for the API's check of tokens: it leaves its result in the same property. */
  public static class Verification implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      request.setProperty("webhooks.caller", new Token());
    }
  }

  private record Token() implements JsonWebToken {
    @Override
    public String getName() {
      return "service-1";
    }

    @Override
    public Set<String> getClaimNames() {
      return Set.of("org");
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getClaim(String name) {
      return name.equals("org") ? (T) "account-1" : null;
    }
  }
}
