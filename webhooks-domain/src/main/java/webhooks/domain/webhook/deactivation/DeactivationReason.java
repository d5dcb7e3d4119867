package webhooks.domain.webhook.deactivation;

/** Why a webhook was deactivated. */
public enum DeactivationReason {
  /** Its owner deactivated it. */
  BY_OWNER("owner"),
  /** An administrator deactivated it. */
  BY_ADMINISTRATOR("administrator"),
  /** The permission that it rested on was removed. */
  PERMISSION_REMOVED("permissionRemoved"),
  /** Its receiver answered 410. */
  GONE("gone"),
  /** Its attempts failed for days; see {@link SteadyFailure}. */
  FAILING("failing"),
  /** It was deleted. */
  DELETED("deleted");

  private final String text;

  DeactivationReason(String text) {
    this.text = text;
  }

  /** Returns the reason as the contract and the database write it. */
  public String text() {
    return text;
  }
}
