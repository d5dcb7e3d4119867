package webhooks.delivery.send.connect;

import javax.net.ssl.SSLException;
import webhooks.domain.delivery.AttemptCause;

/**
 * Thrown when a request must not be sent, because its connection would be without the client
 * certificate of the webhook.
 */
public final class ClientCertificateFailure extends SSLException {
  private static final long serialVersionUID = 1L;

  private final AttemptCause reason;

  ClientCertificateFailure(AttemptCause reason) {
    this(reason, null);
  }

  ClientCertificateFailure(AttemptCause reason, Throwable cause) {
    super(reason.text(), cause);
    this.reason = reason;
  }

  /** Returns why the certificate was not shown. */
  public AttemptCause reason() {
    return reason;
  }
}
