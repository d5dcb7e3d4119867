package webhooks.domain.id;

import java.util.Optional;
import java.util.UUID;

/**
 * The id of an account. The token issuer chooses it, so it is opaque text.
 *
 * <p>An account is itself an iTwin, so an id that is a UUID has lower case here, however a token,
 * an event or an administrator writes it. All other ids stay as they are written, and case matters.
 *
 * @param text the id; a UUID is turned to lower case
 */
public record AccountId(String text) {
  private static final int MAX_LENGTH = 128;

  /** The rule for an account id, to be put after its name in an error message. */
  public static final String RULE = Ids.opaqueRule(MAX_LENGTH);

  /**
   * Creates an account id.
   *
   * @throws IllegalArgumentException if the text breaks the rule
   */
  public AccountId {
    if (!Ids.isOpaque(text, MAX_LENGTH)) {
      throw new IllegalArgumentException("An account id " + RULE);
    }
    text = Ids.parse(text).map(UUID::toString).orElse(text);
  }

  /** Returns the account id; empty if the text breaks the rule. */
  public static Optional<AccountId> parse(String text) {
    return Ids.isOpaque(text, MAX_LENGTH) ? Optional.of(new AccountId(text)) : Optional.empty();
  }
}
