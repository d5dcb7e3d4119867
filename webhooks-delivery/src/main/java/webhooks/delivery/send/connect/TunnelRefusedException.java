package webhooks.delivery.send.connect;

import java.io.IOException;

/** Thrown when the proxy refuses to open a tunnel, so no receiver was reached. */
public final class TunnelRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  TunnelRefusedException(int status) {
    super("The proxy opened no tunnel: " + status);
  }
}
