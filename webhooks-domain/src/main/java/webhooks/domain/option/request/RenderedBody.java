package webhooks.domain.option.request;

import java.io.ByteArrayOutputStream;
import webhooks.domain.json.JsonSlice;

/**
 * JSON text that is put together from parts, up to a maximum size. Not safe for several threads.
 */
final class RenderedBody {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int maxSize;

  RenderedBody(int maxSize) {
    this.maxSize = maxSize;
  }

  /** Adds JSON text as it is. */
  void add(JsonSlice value) throws FormatException {
    add(value, value.from(), value.to());
  }

  /** Adds the text of a value inside of a string. */
  void addText(JsonSlice value) throws FormatException {
    if (value.isString()) {
      add(value, value.from() + 1, value.to() - 1);
    } else if (value.isContainer()) {
      addEscaped(value);
    } else {
      add(value);
    }
  }

  private void addEscaped(JsonSlice value) throws FormatException {
    int copied = value.from();
    for (int i = value.from(); i < value.to(); i++) {
      int special = "\"\\\n\r\t".indexOf(value.json()[i]);
      if (special >= 0) {
        add(value, copied, i);
        requireFree(2);
        bytes.write('\\');
        bytes.write("\"\\nrt".charAt(special));
        copied = i + 1;
      }
    }
    add(value, copied, value.to());
  }

  private void add(JsonSlice value, int from, int to) throws FormatException {
    requireFree(to - from);
    bytes.write(value.json(), from, to - from);
  }

  private void requireFree(int size) throws FormatException {
    if (size > maxSize - bytes.size()) {
      throw new FormatException(FormatException.Reason.TOO_LARGE);
    }
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
