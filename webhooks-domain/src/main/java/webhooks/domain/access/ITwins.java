package webhooks.domain.access;

import jakarta.ejb.Stateless;
import java.util.Set;
import java.util.UUID;

/** The directory of iTwins and of the permissions that clients hold on them, kept here. */
@Stateless
public class ITwins {
  /** Enters an iTwin, or moves a known one to the account. */
  public void put(UUID id, String accountId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the account that owns the iTwin.
   *
   * @throws webhooks.domain.error.Refusal {@code ITwinNotFound}
   */
  public String account(UUID id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Removes an iTwin with all grants on it.
   *
   * @throws webhooks.domain.error.Refusal {@code ITwinNotFound}
   */
  public void remove(UUID id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Grants the client exactly these permissions on the iTwin; an empty set takes all away.
   *
   * @throws webhooks.domain.error.Refusal {@code ITwinNotFound}
   */
  public void grant(UUID id, String clientId, Set<String> permissions) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the permissions of the client on the iTwin.
   *
   * @throws webhooks.domain.error.Refusal {@code ITwinNotFound} if the iTwin is unknown or the
   *     client has no grant on it
   */
  public Set<String> permissions(UUID id, String clientId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes the grant of the client on the iTwin away and deactivates the webhooks that rest on it.
   *
   * @throws webhooks.domain.error.Refusal {@code ITwinNotFound} if the iTwin is unknown or the
   *     client has no grant on it
   */
  public void revoke(UUID id, String clientId) {
    throw new UnsupportedOperationException();
  }
}
