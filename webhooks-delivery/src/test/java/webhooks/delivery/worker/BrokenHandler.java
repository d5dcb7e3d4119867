package webhooks.delivery.worker;

import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** A log handler that fails, as when the disk is full. */
public final class BrokenHandler extends Handler {
  /** Creates the handler. */
  public BrokenHandler() {}

  @Override
  public void publish(LogRecord line) {
    throw new IllegalStateException("injected");
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
