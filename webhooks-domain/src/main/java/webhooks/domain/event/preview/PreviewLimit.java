package webhooks.domain.event.preview;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import webhooks.domain.access.Caller;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;

/** Limits the previews that a node makes at the same time. None waits for another one. */
@ApplicationScoped
public class PreviewLimit {
  private static final int MAX = 8;
  private static final int MAX_OF_CALLER = 2;

  private final CallerLimit previews =
      new CallerLimit(MAX, MAX_OF_CALLER, "Too many previews are being made. Try again later.");

  /** Creates the limit. */
  public PreviewLimit() {}

  /**
   * Makes a preview.
   *
   * @throws Refusal {@code ServiceUnavailable} if the node, the account or the caller is at its
   *     limit, or the query takes too long
   */
  public <T> T make(Caller caller, Supplier<T> preview) {
    CallerLimit.Share share = previews.take(caller.limitKey(), 1);
    try {
      return preview.get();
    } catch (DatabaseFailure e) {
      throw QueryTime.isOver(e)
          ? new Refusal(
              ErrorCode.SERVICE_UNAVAILABLE,
              "The events took too long to read. Try again later, or with a later 'since'.")
          : e;
    } finally {
      share.close();
    }
  }
}
