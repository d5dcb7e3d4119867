package webhooks.delivery.send;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import webhooks.domain.address.ForbiddenAddress;
import webhooks.domain.delivery.AttemptError;

/** Classifies the failure of an attempt. */
final class AttemptErrors {
  private AttemptErrors() {}

  static AttemptError of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ForbiddenAddress) {
        return AttemptError.FORBIDDEN_ADDRESS;
      } else if (cause instanceof UnknownHostException) {
        return AttemptError.DNS;
      } else if (cause instanceof SSLException) {
        return AttemptError.TLS;
      } else if (cause instanceof SocketTimeoutException) {
        return AttemptError.TIMEOUT;
      } else if (cause instanceof HttpException || cause instanceof MessageConstraintException) {
        return AttemptError.PROTOCOL;
      }
    }
    return AttemptError.CONNECT;
  }
}
