package webhooks.delivery.send.connect;

import java.net.UnknownHostException;

/** Thrown when a name is not looked up, because this node looks up too many names already. */
public final class TooManyLookupsException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public TooManyLookupsException() {
    super("Too many names are being looked up");
  }
}
