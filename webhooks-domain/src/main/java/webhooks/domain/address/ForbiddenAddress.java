package webhooks.domain.address;

import java.net.UnknownHostException;

/**
 * A host with an address that deliveries must not be sent to.
 *
 * <p>It is an {@link UnknownHostException} so that it can leave any resolver and still differ from
 * a look-up that failed. Its message names no address.
 */
public final class ForbiddenAddress extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  ForbiddenAddress() {
    super("The host is not allowed.");
  }
}
