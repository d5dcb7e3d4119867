package webhooks.it.api.described;

/** Decides which texts can be values of parameters at all. */
final class Texts {
  private Texts() {}

  /** Returns whether a text can be the value of a header. */
  static boolean isHeader(String text) {
    return text.matches("[!-~]([ -~]*[!-~])?");
  }

  /**
   * Returns whether a text can be a segment of a path. Servers refuse NUL and backslashes there,
   * and read dots and slashes as steps, although they are escaped.
   */
  static boolean isSegment(String text) {
    return text.matches("(?s)[^/\\\\\0]+") && !text.matches("\\.+");
  }
}
