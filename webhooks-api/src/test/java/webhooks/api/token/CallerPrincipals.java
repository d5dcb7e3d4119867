package webhooks.api.token;

/** Callers for tests, as the token filter finds them. */
public final class CallerPrincipals {
  private static final TokenVerifier VERIFIER = TestIssuer.verifier(TestIssuer.settings());

  private CallerPrincipals() {}

  /** Returns a user of the console in this account, whom the operator admits. */
  public static CallerPrincipal user(String account, String user) {
    return userNotAdmitted(account, user).admitted();
  }

  /** Returns an application that may publish events, and that the operator admits. */
  public static CallerPrincipal publisher() {
    return VERIFIER.verify(TestIssuer.token("events:publish").signed()).admitted();
  }

  /** Returns a user of the console in this account, whom the operator does not admit. */
  public static CallerPrincipal userNotAdmitted(String account, String user) {
    return VERIFIER.verify(
        TestIssuer.token()
            .with("client_id", "console")
            .with("org", account)
            .with("sub", user)
            .with("email", user + "@example.com")
            .signed());
  }
}
