package webhooks.api.security;

import java.util.Collections;
import java.util.Set;

/** What a token must allow for an operation. */
public enum TokenScope {
  /** All that acts on webhooks. */
  MODIFY("webhooks:modify", Set.of("itwin-platform")),
  /** All that only looks at webhooks. */
  READ("webhooks:read", Set.of("webhooks:modify", "itwin-platform")),
  /** The admin API. */
  ADMIN("webhooks:admin", Set.of()),
  /** To publish events, of any account. */
  PUBLISH("events:publish", Set.of());

  private final String text;
  private final Set<String> implying;

  TokenScope(String text, Set<String> implying) {
    this.text = text;
    this.implying = implying;
  }

  /** Returns the scope as tokens name it. */
  public String text() {
    return text;
  }

  /** Tells whether the scopes of a token hold this one, or one that implies it. */
  public boolean isIn(Set<String> scopes) {
    return scopes.contains(text) || !Collections.disjoint(scopes, implying);
  }
}
