package webhooks.domain.delivery.filter;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.error.Faults;

/**
 * A condition on the latest attempt of a delivery.
 *
 * @param error why it failed; empty if that does not matter
 * @param statusCode the status of its response; empty if that does not matter
 */
public record LatestAttempt(Optional<AttemptError> error, Optional<StatusCodes> statusCode) {
  /** The condition that each delivery meets, also one without an attempt. */
  public static final LatestAttempt ANY = new LatestAttempt(Optional.empty(), Optional.empty());

  private static final String STATUS_CODE =
      " and coalesce(%1$s.status_code, %2$s.status_code) between ? and ?";

  /** Returns the condition of a request, and adds its faults. */
  public static LatestAttempt check(
      Optional<String> error, Optional<String> statusCode, Faults faults) {
    Optional<AttemptError> checkedError = error.flatMap(AttemptError::named);
    if (error.isPresent() && checkedError.isEmpty()) {
      faults.invalid(
          "error",
          "'error' must be "
              + Arrays.stream(AttemptError.values())
                  .map(AttemptError::text)
                  .collect(Collectors.joining(" or "))
              + ".");
    }
    Optional<StatusCodes> codes = statusCode.flatMap(StatusCodes::of);
    if (statusCode.isPresent() && codes.isEmpty()) {
      faults.invalid(
          "statusCode", "'statusCode' must be a status, such as 503, or a class, such as 5xx.");
    }
    return new LatestAttempt(checkedError, codes);
  }

  /** Returns whether each delivery meets the condition. */
  public boolean isAny() {
    return error.isEmpty() && statusCode.isEmpty();
  }

  /**
   * Returns whether a delivery of the status can meet the condition. Only the latest attempt of a
   * succeeded delivery has no error and a status of 200 to 299, so a search for failures leaves out
   * nearly all deliveries.
   */
  public boolean mayHave(DeliveryStatus status) {
    return status != DeliveryStatus.SUCCEEDED
        || error.isEmpty() && statusCode.map(StatusCodes::includeSuccess).orElse(true);
  }

  /**
   * Returns the condition as SQL, which begins with {@code and} unless it is empty.
   *
   * @param delivery the alias of the delivery
   * @param attempt the alias of its latest failed attempt, from the table {@code attempt}
   */
  public String sql(String delivery, String attempt) {
    return (error.isPresent() ? " and " + attempt + ".error = ?" : "")
        + (statusCode.isPresent() ? STATUS_CODE.formatted(delivery, attempt) : "");
  }

  /**
   * Sets the parameters of the condition.
   *
   * @param last the number of the last parameter that is set
   * @return the number of the last parameter that is set now
   */
  public int bind(PreparedStatement statement, int last) throws SQLException {
    int index = last;
    if (error.isPresent()) {
      statement.setString(++index, error.get().text());
    }
    if (statusCode.isPresent()) {
      statement.setInt(++index, statusCode.get().first());
      statement.setInt(++index, statusCode.get().last());
    }
    return index;
  }
}
