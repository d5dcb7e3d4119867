package webhooks.domain.address;

import java.net.UnknownHostException;

/**
 * Thrown if a host resolves to an address to which no delivery may be sent.
 *
 * <p>It extends {@link UnknownHostException} so that any resolver can throw it. Its own type
 * distinguishes it from a failed look-up. Its message contains no address, because it can reach a
 * caller.
 */
public final class ForbiddenAddress extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  ForbiddenAddress() {
    super("The host is not allowed.");
  }
}
