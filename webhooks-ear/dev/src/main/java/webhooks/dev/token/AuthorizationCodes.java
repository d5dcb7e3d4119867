package webhooks.dev.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;

/** Keeps the codes of the latest logins that the console has not yet exchanged for tokens. */
@ApplicationScoped
class AuthorizationCodes {
  private static final int MAX = 100;

  private final Deque<Login> logins = new ArrayDeque<>();

  /**
   * A login.
   *
   * @param request the console's request
   * @param code the code that the console exchanges for tokens, once
   */
  record Login(AuthorizationRequest request, String code) {}

  /** Starts a login and returns its code. */
  synchronized String issue(AuthorizationRequest request) {
    Login login = new Login(request, UUID.randomUUID().toString());
    logins.addLast(login);
    if (logins.size() > MAX) {
      logins.removeFirst();
    }
    return login.code();
  }

  /**
   * Ends the login of a code. Returns its request if the caller proves by the verifier that it
   * started this login, and is the same client at the same address.
   */
  synchronized Optional<AuthorizationRequest> redeem(
      String code, String verifier, String clientId, String redirectUri) {
    Optional<Login> login = logins.stream().filter(each -> each.code().equals(code)).findFirst();
    login.ifPresent(logins::remove);
    return login
        .map(Login::request)
        .filter(
            request ->
                request.clientId().equals(clientId)
                    && request.redirectUri().equals(redirectUri)
                    && verifier != null
                    && request.challenge().equals(challenge(verifier)));
  }

  /** Returns the challenge of a verifier by the method {@code S256} of RFC 7636. */
  static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
