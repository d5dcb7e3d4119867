package webhooks.domain.id;

import java.util.Optional;

/**
 * The id of a client application. The token issuer chooses it, so it is opaque text.
 *
 * @param text the id as the token issuer wrote it
 */
public record ClientId(String text) {
  private static final int MAX_LENGTH = 255;

  /** The rule for a client id, to be put after its name in an error message. */
  public static final String RULE = Ids.opaqueRule(MAX_LENGTH);

  /**
   * Creates a client id.
   *
   * @throws IllegalArgumentException if the text breaks the rule
   */
  public ClientId {
    if (!Ids.isOpaque(text, MAX_LENGTH)) {
      throw new IllegalArgumentException("A client id " + RULE);
    }
  }

  /** Returns the client id; empty if the text breaks the rule. */
  public static Optional<ClientId> parse(String text) {
    return Ids.isOpaque(text, MAX_LENGTH) ? Optional.of(new ClientId(text)) : Optional.empty();
  }
}
