package webhooks.domain.address;

import java.net.UnknownHostException;

/**
 * Thrown for a host that has an address that deliveries must not be sent to.
 *
 * <p>It is an {@link UnknownHostException} so that any resolver may throw it, and a class of its
 * own so that it differs from a failed look-up. Its message names no address.
 */
public final class ForbiddenAddress extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  ForbiddenAddress() {
    super("The host is not allowed.");
  }
}
