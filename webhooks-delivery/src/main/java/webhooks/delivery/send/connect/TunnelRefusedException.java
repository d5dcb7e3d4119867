package webhooks.delivery.send.connect;

import java.io.IOException;

/** The proxy answered by itself instead of opening a tunnel: no receiver was reached. */
final class TunnelRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  TunnelRefusedException(int status) {
    super("The proxy opened no tunnel: " + status);
  }
}
