package webhooks.domain.error;

import jakarta.ejb.ApplicationException;
import java.util.List;

/**
 * Thrown when a request is refused with one of the API's errors.
 *
 * <p>An EJB does not wrap this exception, and rolls back its transaction. It has no stack trace: it
 * becomes an answer, and to fill the trace under all frames of a server takes much time.
 */
@ApplicationException(inherited = true, rollback = true)
public class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Fault> details;

  /** Creates a refusal with details. */
  public Refusal(ErrorCode code, String message, List<Fault> details) {
    super(message, null, true, false);
    this.code = code;
    this.details = List.copyOf(details);
  }

  /** Creates a refusal without details. */
  public Refusal(ErrorCode code, String message) {
    this(code, message, List.of());
  }

  /** Returns the refusal of a caller that may not perform the operation. */
  public static Refusal insufficientPermissions(Fault... details) {
    return new Refusal(
        ErrorCode.INSUFFICIENT_PERMISSIONS,
        "The user has insufficient permissions for the requested operation.",
        List.of(details));
  }

  /** Returns the code. */
  public ErrorCode code() {
    return code;
  }

  /** Returns all faults, possibly none. */
  public List<Fault> details() {
    return details;
  }
}
