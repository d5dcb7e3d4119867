package webhooks.domain.id;

import java.util.Optional;

/**
 * The id of a client application. The token issuer chooses it, so it is opaque text. Ids that begin
 * with a parenthesis are the product's own, because the audit trail shows both in one place.
 *
 * @param text the id as the token issuer wrote it
 */
public record ClientId(String text) {
  private static final int MAX_LENGTH = 255;
  private static final String RESERVED = "(";

  /** The id that the audit trail shows for actions of the product itself. No client can have it. */
  public static final String PRODUCT = RESERVED + "webhooks)";

  /** The rule for a client id, to be put after its name in an error message. */
  public static final String RULE =
      Ids.opaqueRule(MAX_LENGTH) + " It must not begin with '" + RESERVED + "'.";

  /**
   * Creates a client id.
   *
   * @throws IllegalArgumentException if the text breaks the rule
   */
  public ClientId {
    if (!isValid(text)) {
      throw new IllegalArgumentException("A client id " + RULE);
    }
  }

  /** Returns the client id; empty if the text breaks the rule. */
  public static Optional<ClientId> parse(String text) {
    return isValid(text) ? Optional.of(new ClientId(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return Ids.isOpaque(text, MAX_LENGTH) && !text.strip().startsWith(RESERVED);
  }
}
