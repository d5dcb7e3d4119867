package webhooks.domain.delivery;

import java.util.List;

/**
 * Hides credentials, queries of URLs, signatures and unprintable characters in headers.
 *
 * <p>A hostile receiver can choose the text, and the I/O threads that all deliveries share process
 * it. So each method takes a few nanoseconds for a character, whatever the text is. A regular
 * expression can take far longer.
 */
final class HeaderMask {
  /** Replaces the text that is cut off. */
  static final String CUT = "…";

  /** Replaces the text that is hidden. */
  static final String HIDDEN = "***";

  private static final String AUTHORITY = "://";
  private static final char REPLACEMENT = '\uFFFD';

  /** The number of characters of a signature that are shown. */
  private static final int SHOWN = 8;

  /** A header carries a credential if its name, in lower case, contains one of these words. */
  private static final List<String> CREDENTIALS =
      List.of(
          "cookie",
          "auth",
          "token",
          "secret",
          "passw",
          "credential",
          "jwt",
          "session",
          "apikey",
          "api-key",
          "api_key",
          "accesskey",
          "access-key",
          "access_key");

  /** The usual text forms of an HMAC-SHA256 and of an Ed25519 signature. */
  private enum SignatureForm {
    HEXADECIMAL(64, "") {
      @Override
      boolean has(char c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      }
    },
    BASE64(43, "=") {
      @Override
      boolean has(char c) {
        return isBase64(c);
      }
    },
    LONG_BASE64(86, "==") {
      @Override
      boolean has(char c) {
        return isBase64(c);
      }
    };

    private final int length;
    private final String padding;

    SignatureForm(int length, String padding) {
      this.length = length;
      this.padding = padding;
    }

    abstract boolean has(char c);

    /** Cuts each text of this form that is not a part of a longer one. */
    String cutIn(String text) {
      StringBuilder shown = new StringBuilder(text.length());
      int copied = 0;
      int from = 0;
      while (from < text.length()) {
        int end = from;
        while (end < text.length() && has(text.charAt(end))) {
          end++;
        }
        if (end - from == length && text.startsWith(padding, end)) {
          shown.append(text, copied, from + SHOWN).append(CUT);
          copied = end + padding.length();
        }
        from = end + 1;
      }
      return shown.append(text, copied, text.length()).toString();
    }
  }

  private HeaderMask() {}

  /** Returns whether a header with this name, in lower case, carries a credential. */
  static boolean isCredential(String name) {
    // WWW-Authenticate and Proxy-Authenticate ask for a credential, and carry none.
    String checked = name.replace("authenticate", "");
    return CREDENTIALS.stream().anyMatch(checked::contains);
  }

  /** Replaces each character that is not printable by U+FFFD. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int copied = 0;
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int character = text.codePointAt(i);
      next = i + Character.charCount(character);
      if (!isPrintable(character)) {
        shown.append(text, copied, i).append(REPLACEMENT);
        copied = next;
      }
    }
    return shown.append(text, copied, text.length()).toString();
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /**
   * Cuts each text in the value that may be an HMAC-SHA256, in hexadecimal or base64, or an Ed25519
   * signature in base64.
   */
  static String withoutRawSignatures(String value) {
    String shown = value;
    for (SignatureForm form : SignatureForm.values()) {
      shown = form.cutIn(shown);
    }
    return shown;
  }

  /**
   * Cuts each signature in the value to its first characters, after a prefix such as {@code v1,} or
   * {@code sha256=}.
   */
  static String withoutSignatures(String value) {
    StringBuilder shown = new StringBuilder(value.length());
    int copied = 0;
    int end;
    for (int from = 0; from < value.length(); from = end + 1) {
      end = endOf(value, from, " ");
      int begin = Math.min(end, endOf(value, from, "=, ") + 1);
      int kept = (end - begin > SHOWN ? begin : from) + SHOWN;
      if (kept < end) {
        shown.append(value, copied, kept).append(CUT);
        copied = end;
      }
    }
    return shown.append(value, copied, value.length()).toString();
  }

  /** Returns whether the value is a URL or a path, or has a URL in it. */
  static boolean hasUrl(String value) {
    return value.startsWith("/") || value.contains(AUTHORITY);
  }

  /**
   * Hides the user information of URLs, and everything from the first query, fragment or path
   * parameter on. In these a receiver can repeat the callback's query or give a credential.
   */
  static String withoutQuery(String value) {
    String shown = withoutUserInfo(value);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (c == '?' || c == '#' || c == ';' && isParameter(shown, i)) {
        return shown.substring(0, i + 1) + HIDDEN;
      }
    }
    return shown;
  }

  /** Returns whether the semicolon is inside a URL, not between the parts of a header. */
  private static boolean isParameter(String value, int semicolon) {
    return semicolon > 0
        && " >".indexOf(value.charAt(semicolon - 1)) < 0
        && semicolon + 1 < value.length()
        && isWord(value.charAt(semicolon + 1));
  }

  private static String withoutUserInfo(String value) {
    StringBuilder shown = new StringBuilder(value.length());
    int from = 0;
    int scheme = value.indexOf(AUTHORITY);
    while (scheme >= 0) {
      int begin = scheme + AUTHORITY.length();
      shown.append(value, from, begin);
      from = begin;
      int end = endOf(value, begin, "/?# ");
      for (int i = begin; i < end; i++) {
        if (value.charAt(i) == '@') {
          from = i;
        }
      }
      shown.append(from > begin ? HIDDEN : "");
      scheme = value.indexOf(AUTHORITY, from);
    }
    return shown.append(value, from, value.length()).toString();
  }

  /** Returns the index, from this one on, of the first of these characters, or the length. */
  private static int endOf(String text, int from, String characters) {
    int end = from;
    while (end < text.length() && characters.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_';
  }

  private static boolean isBase64(char c) {
    return isWord(c) || c == '+' || c == '/';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
