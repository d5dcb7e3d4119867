package webhooks.delivery.send;

import java.io.IOException;

/** The proxy answered by itself instead of opening a tunnel: no receiver was reached. */
final class NoTunnel extends IOException {
  private static final long serialVersionUID = 1L;

  NoTunnel(int status) {
    super("The proxy opened no tunnel: " + status);
  }
}
