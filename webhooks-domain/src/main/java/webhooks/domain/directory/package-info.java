/**
 * The directory of iTwins: the account that owns each, and the permissions that clients hold on it.
 *
 * <p>Owns the tables {@code itwin} and {@code itwin_grant}. Fires {@link PermissionRemoved} and
 * {@link OwnerChanged} inside the transaction of the change, so that webhooks are deactivated with
 * it.
 */
package webhooks.domain.directory;
