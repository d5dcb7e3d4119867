package webhooks.domain.webhook.deactivation;

/** The reason why a webhook was deactivated. */
public enum DeactivationReason {
  /** Its owner, or an administrator of its account, deactivated it. */
  BY_OWNER("owner"),
  /** An administrator of the product or of its iTwin's organization deactivated or blocked it. */
  BY_ADMINISTRATOR("administrator"),
  /** The permission that it depended on was removed. */
  PERMISSION_REMOVED("permissionRemoved"),
  /** Its receiver answered 410. */
  GONE("gone"),
  /** Its attempts failed steadily, as {@link SteadyFailure} defines. */
  FAILING("failing"),
  /** It was deleted. */
  DELETED("deleted");

  private final String text;

  DeactivationReason(String text) {
    this.text = text;
  }

  /** Returns the name of the reason in the API and in the database. */
  public String text() {
    return text;
  }
}
