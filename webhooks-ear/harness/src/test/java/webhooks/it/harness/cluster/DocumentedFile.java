package webhooks.it.harness.cluster;

import java.nio.file.Path;
import webhooks.it.harness.Places;

/**
 * A configuration in docs/ha, adapted to this machine.
 *
 * @param text the adapted text
 */
record DocumentedFile(String text) {
  private static final Path DIRECTORY = Path.of("..", "..", "docs", "ha");

  static DocumentedFile read(String name) {
    return new DocumentedFile(Places.textOf(DIRECTORY.resolve(name)));
  }

  /** Replaces a text, which must be there. */
  DocumentedFile with(String documented, String here) {
    if (!text.contains(documented)) {
      throw new IllegalStateException("The file has no " + documented);
    }
    return new DocumentedFile(text.replace(documented, here));
  }
}
