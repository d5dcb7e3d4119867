package webhooks.api.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Pattern;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.InvalidToken;
import webhooks.api.token.PortalTokens;
import webhooks.api.token.TokenVerifier;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.settings.Settings;
import webhooks.settings.VerifiedCaller;

/**
 * Authenticates a request by its bearer token and requires the scope.
 *
 * <p>The token is of the issuer, or of a session of the portal if there is one.
 *
 * <p>Refuses with 401 if the token is missing, invalid or lacks the scope, and with 503 while the
 * issuer's keys are missing. Marks callers that the operator admits, also for the server's
 * listener. {@link AdmissionFilter} refuses all others later.
 */
record BearerTokenFilter(
    TokenScope scope, TokenVerifier verifier, PortalTokens portal, Settings settings)
    implements ContainerRequestFilter {
  /**
   * A scheme that the answer may repeat: it is too short for a token and too plain for a script.
   */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,23}");

  @Override
  public void filter(ContainerRequestContext request) {
    CallerPrincipal verified = verify(request);
    Caller caller = verified.caller();
    boolean admitted = settings.token().admits(caller.clientId(), caller.accountId());
    CallerPrincipal principal = admitted ? verified.admitted() : verified;
    boolean secure =
        request.getSecurityContext() != null && request.getSecurityContext().isSecure();
    // Before the check of the scope, so that the access log names the client.
    request.setSecurityContext(new CallerSecurityContext(principal, secure));
    request.setProperty(CallerPrincipal.PROPERTY, principal);
    if (admitted) {
      request.setProperty(VerifiedCaller.ATTRIBUTE, caller.limitKey().verified().attribute());
    }
    caller.requireScope(scope);
  }

  private CallerPrincipal verify(ContainerRequestContext request) {
    String token = tokenIn(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    try {
      return settings.portal().isPresent() && PortalTokens.areOf(token)
          ? portal.verify(token, StrangerKey.of(request))
          : verifier.verify(token);
    } catch (InvalidToken e) {
      request.setProperty(InvalidToken.PROPERTY, e.check().text());
      throw e;
    }
  }

  private static String tokenIn(String header) {
    if (header == null || header.isBlank()) {
      throw new Refusal(
          ErrorCode.HEADER_NOT_FOUND,
          "Header Authorization was not found in the request. Access denied.");
    }
    String given = header.strip();
    int end = given.indexOf(' ');
    String scheme = end < 0 ? given : given.substring(0, end);
    if (!scheme.equalsIgnoreCase("Bearer")) {
      String shown = SCHEME.matcher(scheme).matches() ? scheme : "?";
      throw new Refusal(
          ErrorCode.INVALID_AUTHORIZATION_SCHEME,
          "Authorization scheme '" + shown + "' is not valid.");
    }
    int begin = scheme.length();
    while (begin < given.length() && given.charAt(begin) == ' ') {
      begin++;
    }
    return given.substring(begin);
  }
}
