/**
 * The directory of iTwins: the account that owns each, and the permissions that clients have on it.
 *
 * <p>Owns the tables {@code itwin} and {@code itwin_grant}. Fires {@link PermissionRemoved} and
 * {@link OwnerChanged} inside the transaction of the change, so that the same transaction
 * deactivates webhooks.
 */
package webhooks.domain.directory;
