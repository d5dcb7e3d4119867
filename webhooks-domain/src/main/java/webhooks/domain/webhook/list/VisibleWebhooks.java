package webhooks.domain.webhook.list;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import webhooks.domain.access.Caller;

/**
 * The webhooks that a caller may list, as a condition of SQL on a row {@code w} of the table {@code
 * webhook}.
 *
 * @param condition has a parameter for each text
 * @param parameters the texts of the parameters, in their order
 */
public record VisibleWebhooks(String condition, List<String> parameters) {
  /** All webhooks that are not deleted, for an operator. */
  public static final VisibleWebhooks ALL = new VisibleWebhooks("not w.deleted", List.of());

  private static final String ON_ITWINS =
      """
      or w.scope = 'iTwin' and w.scope_id in (
        select cast(id as varchar) from itwin where account_id = ?)
      """;

  /**
   * Returns the webhooks of a caller, as {@link WebhookListRepository#page} lists them; empty if
   * the caller may list none.
   *
   * @param localDirectory whether the directory of iTwins is in the product's own tables
   */
  public static Optional<VisibleWebhooks> of(Caller caller, boolean localDirectory) {
    if (caller.accountId().isEmpty() || !caller.serviceApplication() && !caller.administrator()) {
      return Optional.empty();
    }
    if (caller.serviceApplication()) {
      return Optional.of(
          new VisibleWebhooks(
              "w.client_id = ? and w.account_id = ?",
              List.of(caller.clientId(), caller.account())));
    }
    return Optional.of(
        new VisibleWebhooks(
            "(w.account_id = ? %s) and not w.deleted".formatted(localDirectory ? ON_ITWINS : ""),
            Collections.nCopies(localDirectory ? 2 : 1, caller.account())));
  }
}
