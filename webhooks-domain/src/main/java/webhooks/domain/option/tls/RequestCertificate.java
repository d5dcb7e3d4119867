package webhooks.domain.option.tls;

import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;

/**
 * A request to make a key and to ask for its certificate, not yet checked.
 *
 * @param subject the name of the certificate, such as {@code CN=webhooks,O=Example}
 * @param faults the faults found while the request was read
 */
public record RequestCertificate(Optional<String> subject, List<Fault> faults) {
  private static final int MAX_LENGTH = 1000;

  /**
   * Returns the name of the certificate.
   *
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  public X500Principal name() {
    Faults found = new Faults(faults);
    Optional<X500Principal> name = subject.flatMap(RequestCertificate::parse);
    if (name.isEmpty() && faults.stream().noneMatch(RequestCertificate::explainsAbsence)) {
      found.invalid(
          "subject",
          "'subject' must be a name such as CN=webhooks,O=Example, of at most %d characters."
              .formatted(MAX_LENGTH));
    }
    found.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "Cannot request the certificate. The request is not valid.");
    return name.orElseThrow();
  }

  /** Returns whether the subject is absent because of a fault of itself or of the whole body. */
  private static boolean explainsAbsence(Fault fault) {
    return fault.target().filter(target -> !target.equals("subject")).isEmpty();
  }

  private static Optional<X500Principal> parse(String text) {
    try {
      return Optional.of(text)
          .filter(given -> given.length() <= MAX_LENGTH)
          .map(X500Principal::new)
          .filter(name -> !name.getName().isEmpty());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
