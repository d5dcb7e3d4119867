package webhooks.domain.id;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.util.UuidValidator;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Creates ids of this product, which are UUIDs, and checks ids of other systems. */
public final class Ids {
  /**
   * The maximum difference that queries expect between the time in a row's id, which a node takes,
   * and the row's time of creation, which a database takes at the start of the transaction. A moved
   * row keeps both. A query for a period bounds the ids too, with this difference, so that
   * PostgreSQL reads only the partitions of these days.
   */
  public static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofHours(1);

  private static final int TEXT_LENGTH = 36;

  private Ids() {}

  /**
   * Returns a new id. Later ids sort after earlier ones (RFC 9562, version 7), which keeps indexes
   * small.
   */
  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  /** Returns the smallest id that {@link #next} returns from the moment on, to the millisecond. */
  public static UUID firstOf(Instant moment) {
    return UuidCreator.getTimeOrderedEpochMin(moment);
  }

  /** Returns the moment of an id of {@link #next}, to the millisecond. */
  public static Instant timeOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /** Returns the id of a name, which is always the same (RFC 9562, version 5). */
  public static UUID named(String name) {
    return UuidCreator.getNameBasedSha1(name);
  }

  /**
   * Returns the id in the canonical form of 36 characters, in upper or lower case; empty for any
   * other text.
   */
  public static Optional<UUID> parse(String text) {
    return text.length() == TEXT_LENGTH && UuidValidator.isValid(text)
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  /**
   * Returns whether a text can be stored as the id of another system. It must not be blank or too
   * long, and have no control characters and no halves of surrogate pairs, which no database
   * stores.
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

  /** Returns the rule of {@link #isOpaque} as text, to be put after the name of the id. */
  public static String opaqueRule(int maxLength) {
    return opaqueRule(1, maxLength);
  }

  /** Returns the same for a text that must have more than one character. */
  public static String opaqueRule(int minLength, int maxLength) {
    return "must have %d to %d characters, not only white space, and no control characters."
        .formatted(minLength, maxLength);
  }
}
