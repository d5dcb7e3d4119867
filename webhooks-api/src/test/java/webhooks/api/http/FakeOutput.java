package webhooks.api.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The output of a response without a server: keeps what is written, and always accepts more. */
public class FakeOutput extends ServletOutputStream {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  /** Returns all that was written, as UTF-8. */
  public final String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Override
  public final boolean isReady() {
    return true;
  }

  @Override
  public final void setWriteListener(WriteListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void write(int b) throws IOException {
    written.write(b);
  }
}
