package webhooks.domain.portal;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import webhooks.domain.id.Ids;

/**
 * The rule for the names of the portal's users, which people read beside other text: in the audit
 * trail, in lists and in logs.
 */
final class PortalUserName {
  private static final int MAX_LENGTH = 200;

  /** The rule as text, to be put after the name of the property. */
  static final String RULE =
      "must have 1 to %d characters, at least one of them visible, no control characters, and none"
              .formatted(MAX_LENGTH)
          + " that break lines or change the direction of text (U+2028 to U+202E, U+2066 to U+2069).";

  /** A symbol without a dot, which looks like a space. */
  private static final int BRAILLE_BLANK = 0x2800;

  private PortalUserName() {}

  /** Returns whether a session may have this name. */
  static boolean isValid(String name) {
    return Ids.isOpaque(name, MAX_LENGTH)
        && name.codePoints().anyMatch(PortalUserName::isVisible)
        && name.codePoints().noneMatch(PortalUserName::breaksLines)
        && name.codePoints().noneMatch(PortalUserName::changesDirection);
  }

  private static boolean isVisible(int character) {
    return UCharacter.hasBinaryProperty(character, UProperty.POSIX_GRAPH)
        && !UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
        && Character.getType(character) != Character.FORMAT
        && character != BRAILLE_BLANK;
  }

  private static boolean breaksLines(int character) {
    int type = Character.getType(character);
    return type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
  }

  /**
   * Returns whether a character begins or ends an embedding, an override or an isolate. Marks such
   * as U+200F, which names in Arabic or Hebrew may need, do not.
   */
  private static boolean changesDirection(int character) {
    return switch (Character.getDirectionality(character)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
          Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
          true;
      default -> false;
    };
  }
}
