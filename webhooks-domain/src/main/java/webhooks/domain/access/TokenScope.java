package webhooks.domain.access;

import java.util.Collections;
import java.util.Set;

/** A scope that an operation requires of its caller. */
public enum TokenScope {
  /** Create, change and delete webhooks, and act on their deliveries. */
  MODIFY("webhooks:modify", Set.of("itwin-platform")),
  /** Read webhooks and deliveries. */
  READ("webhooks:read", Set.of("webhooks:modify", "itwin-platform")),
  /** Use the admin API. */
  ADMIN("webhooks:admin", Set.of()),
  /** Publish events of any account. */
  PUBLISH("events:publish", Set.of()),
  /** Erase events of any account, as publishers and operators may. */
  ERASE("events:publish", Set.of("webhooks:admin")),
  /** Create sessions of the portal, as owners may for their account and operators for any. */
  PORTAL("webhooks:modify", Set.of("itwin-platform", "webhooks:admin"));

  private final String text;
  private final Set<String> impliedBy;

  TokenScope(String text, Set<String> impliedBy) {
    this.text = text;
    this.impliedBy = impliedBy;
  }

  /**
   * Returns whether the scope reaches all accounts. An issuer may grant such a scope to every user,
   * so a user needs a role too.
   */
  public boolean reachesAllAccounts() {
    return this == ADMIN || this == PUBLISH || this == ERASE;
  }

  /** Returns the name of the scope in tokens. */
  public String text() {
    return text;
  }

  /** Returns whether a token's scopes include this one or one that implies it. */
  public boolean isIn(Set<String> scopes) {
    return scopes.contains(text) || !Collections.disjoint(scopes, impliedBy);
  }
}
