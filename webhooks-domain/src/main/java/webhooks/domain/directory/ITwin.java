package webhooks.domain.directory;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * An iTwin in the directory: the account that owns it and the permissions of clients on it.
 *
 * <p>An administrator or an event adds or removes it. It may be moved to another account. Its
 * grants end when it is moved or removed.
 */
@Entity
@Table(name = "itwin")
public class ITwin {
  @Id private UUID id;

  @Column(name = "account_id")
  private String accountId;

  @ElementCollection
  @CollectionTable(name = "itwin_grant", joinColumns = @JoinColumn(name = "itwin_id"))
  private Set<Grant> grants = new HashSet<>();

  /** Creates an empty entity, for JPA. */
  protected ITwin() {}

  ITwin(UUID id, String accountId) {
    this.id = id;
    this.accountId = accountId;
  }

  String accountId() {
    return accountId;
  }

  void moveTo(String account) {
    this.accountId = account;
  }

  Set<String> permissionsOf(String clientId) {
    return grants.stream()
        .filter(grant -> grant.clientId().equals(clientId))
        .map(Grant::permission)
        .collect(Collectors.toUnmodifiableSet());
  }

  Set<String> clients() {
    return grants.stream().map(Grant::clientId).collect(Collectors.toUnmodifiableSet());
  }

  Set<String> clientsWith(String permission) {
    return grants.stream()
        .filter(grant -> grant.permission().equals(permission))
        .map(Grant::clientId)
        .collect(Collectors.toUnmodifiableSet());
  }

  void grant(String clientId, Set<String> permissions) {
    grants.removeIf(
        grant -> grant.clientId().equals(clientId) && !permissions.contains(grant.permission()));
    permissions.forEach(permission -> grants.add(new Grant(clientId, permission)));
  }
}
