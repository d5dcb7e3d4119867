package webhooks.domain.option.value;

import webhooks.domain.address.Origin;

/**
 * An option of a webhook, which has passed its rules. Immutable. JSON values are of the kinds that
 * {@link webhooks.domain.json.JsonObjectParser} returns.
 */
public interface Option {
  /** Returns the JSON that is stored. It includes secrets, so it must be encrypted. */
  Object stored();

  /**
   * Returns the JSON that owners read, without secrets.
   *
   * @param receiver the present origin of the callback URL, which decides whether credentials are
   *     sent
   */
  default Object shown(Origin receiver) {
    return stored();
  }

  /**
   * Returns the option without origins: its credentials are sent to no receiver until they are set
   * again.
   */
  default Option unbound() {
    return this;
  }
}
