package webhooks.delivery.send;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import webhooks.delivery.send.connect.ClientCertificateFailure;
import webhooks.delivery.send.connect.TooManyLookupsException;
import webhooks.delivery.send.connect.TunnelRefusedException;
import webhooks.delivery.send.token.TokenFailure;
import webhooks.domain.address.ForbiddenAddress;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.option.request.FormatException;

/**
 * Classifies the failure of an attempt.
 *
 * <p>The type of an exception decides. Its message decides only where Java has no type. Java never
 * translates its own messages. The operating system may translate its messages: then the cause is
 * unknown, except that a look-up without a name server counts as an unknown name.
 */
final class AttemptErrors {
  private AttemptErrors() {}

  static AttemptError of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // A token failure has the failure of its own connection as its cause.
      if (cause instanceof TokenFailure) {
        return AttemptError.AUTHENTICATION;
      }
      // ForbiddenAddress is an UnknownHostException, so it comes first.
      if (cause instanceof ForbiddenAddress) {
        return AttemptError.FORBIDDEN_ADDRESS;
      } else if (cause instanceof UnknownHostException) {
        return AttemptError.DNS;
      } else if (cause instanceof SSLException) {
        return AttemptError.TLS;
      } else if (cause instanceof SocketTimeoutException) {
        return AttemptError.TIMEOUT;
      } else if (cause instanceof HttpException
          || cause instanceof MessageConstraintException
          || cause instanceof FormatException) {
        return AttemptError.PROTOCOL;
      }
    }
    return AttemptError.CONNECT;
  }

  /** Returns the cause of this failure's error, if it is known. */
  static Optional<AttemptCause> causeOf(Throwable failure) {
    AttemptError error = of(failure);
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .flatMap(one -> cause(error, one).stream())
        .findFirst();
  }

  private static Optional<AttemptCause> cause(AttemptError error, Throwable one) {
    return switch (error) {
      case DNS -> dns(one);
      case CONNECT -> connect(one);
      case TLS -> tls(one);
      case PROTOCOL -> protocol(one);
      case AUTHENTICATION -> authentication(one);
      // Only RunningAttempt knows which step a late attempt had not finished.
      case FORBIDDEN_ADDRESS, TIMEOUT, STATUS -> Optional.empty();
    };
  }

  private static Optional<AttemptCause> dns(Throwable one) {
    if (one instanceof TooManyLookupsException) {
      return Optional.of(AttemptCause.NODE_BUSY);
    } else if (says(one, "Temporary failure in name resolution")) {
      return Optional.of(AttemptCause.NO_NAME_SERVER);
    } else if (one instanceof UnknownHostException) {
      return Optional.of(AttemptCause.UNKNOWN_NAME);
    }
    return Optional.empty();
  }

  private static Optional<AttemptCause> connect(Throwable one) {
    if (one instanceof TunnelRefusedException) {
      return Optional.of(AttemptCause.REFUSED_BY_PROXY);
    } else if (one instanceof NoRouteToHostException || says(one, "Network is unreachable")) {
      return Optional.of(AttemptCause.NO_ROUTE);
    } else if (one instanceof ConnectException) {
      return Optional.of(AttemptCause.REFUSED);
    } else if (one instanceof ConnectionClosedException) {
      return Optional.of(AttemptCause.CLOSED);
    } else if (one instanceof IOException) {
      return says(one, "reset") || says(one, "Broken pipe")
          ? Optional.of(AttemptCause.RESET)
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<AttemptCause> tls(Throwable one) {
    if (one instanceof ClientCertificateFailure own) {
      return Optional.of(own.reason());
    } else if (one instanceof CertificateExpiredException) {
      return Optional.of(AttemptCause.CERTIFICATE_EXPIRED);
    } else if (one instanceof CertificateNotYetValidException) {
      return Optional.of(AttemptCause.CERTIFICATE_NOT_YET_VALID);
    } else if (one instanceof CertPathBuilderException) {
      return Optional.of(AttemptCause.UNKNOWN_AUTHORITY);
    } else if (one instanceof CertPathValidatorException path) {
      return path.getReason() == BasicReason.ALGORITHM_CONSTRAINED
          ? Optional.of(AttemptCause.WEAK_CERTIFICATE)
          : Optional.empty();
    } else if (one.getClass() == CertificateException.class) {
      return says(one, "No subject alternative") || says(one, "No name matching")
          ? Optional.of(AttemptCause.WRONG_HOST)
          : Optional.empty();
    }
    return handshake(one);
  }

  private static Optional<AttemptCause> handshake(Throwable one) {
    if (says(one, "certificate_required")) {
      return Optional.of(AttemptCause.CLIENT_CERTIFICATE_REQUIRED);
    } else if (says(one, "Received fatal alert")) {
      return Optional.of(AttemptCause.HANDSHAKE_REFUSED);
    } else if (says(one, "Unrecognized SSL message")) {
      return Optional.of(AttemptCause.NO_TLS);
    } else if (says(one, "TLS handshake failed")) {
      // The HTTP client throws this, without a cause, if the connection ends during the handshake.
      return Optional.of(AttemptCause.CLOSED);
    }
    return Optional.empty();
  }

  private static Optional<AttemptCause> protocol(Throwable one) {
    if (one instanceof MessageConstraintException) {
      return Optional.of(AttemptCause.LARGE_HEADERS);
    } else if (one instanceof HttpException) {
      return Optional.of(AttemptCause.NO_HTTP);
    } else if (one instanceof FormatException format) {
      return Optional.of(AttemptCause.of(format.reason()));
    }
    return Optional.empty();
  }

  private static Optional<AttemptCause> authentication(Throwable one) {
    return one instanceof TokenFailure failure
        ? failure.reason().or(() -> ofIssuer(failure.getCause()))
        : Optional.empty();
  }

  /** Returns the cause of a failure of the connection to a token issuer. */
  private static Optional<AttemptCause> ofIssuer(Throwable failure) {
    return switch (of(failure)) {
      case FORBIDDEN_ADDRESS -> Optional.of(AttemptCause.FORBIDDEN_ISSUER);
      // The connection had no turn.
      case TIMEOUT -> Optional.of(AttemptCause.NODE_BUSY);
      default -> causeOf(failure);
    };
  }

  private static boolean says(Throwable failure, String text) {
    return failure.getMessage() != null && failure.getMessage().contains(text);
  }
}
