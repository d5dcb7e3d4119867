package webhooks.it.harness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import webhooks.it.harness.Progress;

/** Signals that pause and resume a process. */
public enum ProcessSignal {
  /** Pauses the process. */
  STOP,
  /** Resumes the process. */
  CONT;

  public void to(Product product) {
    String[] command = {"kill", "-" + name(), Long.toString(product.pid())};
    try {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Progress.say("%s: %s", product.name(), name());
  }
}
