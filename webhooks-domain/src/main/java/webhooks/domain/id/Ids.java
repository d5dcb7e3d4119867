package webhooks.domain.id;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.util.UuidValidator;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Makes this product's ids, which are UUIDs, and checks the form of others' ids. */
public final class Ids {
  private static final int TEXT_LENGTH = 36;

  private Ids() {}

  /**
   * Returns a new id. Ids made later sort later (RFC 9562, version 7), which keeps indexes small.
   */
  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  /** Returns the least id that {@link #next} gives from that moment on, to the millisecond. */
  public static UUID firstOf(Instant moment) {
    return UuidCreator.getTimeOrderedEpochMin(moment);
  }

  /** Returns the id that stands for this name, always the same one (RFC 9562, version 5). */
  public static UUID named(String name) {
    return UuidCreator.getNameBasedSha1(name);
  }

  /**
   * Returns the id written in the canonical form of 36 characters, in either case, if it is one.
   */
  public static Optional<UUID> parse(String text) {
    return text.length() == TEXT_LENGTH && UuidValidator.isValid(text)
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  /**
   * Returns whether a text can be stored as an id that another system gave: not blank, not too
   * long, without control characters and halves of surrogate pairs, which no database stores.
   */
  public static boolean isOpaque(String text, int maxLength) {
    return !text.isBlank()
        && text.length() <= maxLength
        && text.codePoints()
            .noneMatch(
                character ->
                    Character.isISOControl(character)
                        || Character.getType(character) == Character.SURROGATE);
  }

  /** Returns the rule of {@link #isOpaque} in words, to be put after the name of the id. */
  static String opaqueRule(int maxLength) {
    return "must have 1 to " + maxLength + " characters, none of them a control character.";
  }
}
