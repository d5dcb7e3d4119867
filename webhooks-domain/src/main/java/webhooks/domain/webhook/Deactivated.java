package webhooks.domain.webhook;

import java.util.List;

/**
 * News that webhooks were deactivated, told inside the transaction that does it.
 *
 * @param reason as the webhook keeps it, one of {@link #REASONS}
 * @param count how many
 */
public record Deactivated(String reason, int count) {
  static final String BY_OWNER = "owner";
  static final String BY_ADMINISTRATOR = "administrator";
  static final String PERMISSION_REMOVED = "permissionRemoved";
  static final String GONE = "gone";
  static final String FAILING = "failing";
  static final String DELETED = "deleted";

  /** All reasons that there are. */
  public static final List<String> REASONS =
      List.of(BY_OWNER, BY_ADMINISTRATOR, PERMISSION_REMOVED, GONE, FAILING, DELETED);
}
