package webhooks.it.identity;

import java.util.List;
import java.util.UUID;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;

/**
 * A kind of caller.
 *
 * @param token the bearer token, empty for none
 */
record Caller(String name, String token) {
  /**
   * Returns a caller of each kind.
   *
   * @param otherAccount the account that owns the iTwin
   */
  static List<Caller> all(TestEnvironment environment, Application owner, String otherAccount) {
    String elsewhere = "account-" + UUID.randomUUID();
    return List.of(
        new Caller("owner", owner.token()),
        new Caller("owner, read", owner.draft().with("scope", "webhooks:read").rs256()),
        new Caller("owner, no account", owner.draft().without("org").rs256()),
        new Caller("owner, other account", owner.draft().with("org", elsewhere).rs256()),
        new Caller("other client", environment.application(owner.account()).token()),
        new Caller("user", owner.draft().with("email", "user@example.test").rs256()),
        new Caller("admin", environment.tokens().accountAdministrator(owner.account())),
        new Caller("iTwin admin", environment.tokens().accountAdministrator(otherAccount)),
        new Caller("other admin", environment.tokens().accountAdministrator(elsewhere)),
        new Caller("platform", environment.tokens().administrator()),
        new Caller("publisher", environment.tokens().publisher()),
        new Caller("none", ""));
  }
}
