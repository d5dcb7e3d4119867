package webhooks.api.directory;

import java.util.UUID;
import java.util.regex.Pattern;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;

/** Parses and validates what the operations on iTwins and permissions have in common. */
final class AdminRequest {
  /** Stricter than {@code UUID.fromString}, which accepts shorter groups. */
  private static final Pattern ITWIN_ID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private AdminRequest() {}

  /**
   * Parses the id in the path.
   *
   * @throws Refusal 404 if it is not a UUID, because no such iTwin can exist
   */
  static UUID iTwinId(String text) {
    if (!ITWIN_ID.matcher(text).matches()) {
      throw iTwinNotFound();
    }
    return UUID.fromString(text);
  }

  static Refusal iTwinNotFound() {
    return new Refusal(ErrorCode.ITWIN_NOT_FOUND, "Requested iTwin is not available.");
  }

  /** Adds the fault of a missing property, unless the whole body is invalid. */
  static void missing(Faults faults, String property) {
    if (!faults.concernWholeBody()) {
      faults.missing(property);
    }
  }

  static void refuseIfAny(Faults faults) {
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "The request is not valid. See the details for what is wrong.");
  }
}
