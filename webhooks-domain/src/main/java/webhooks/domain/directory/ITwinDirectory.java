package webhooks.domain.directory;

import static webhooks.domain.access.AccessControl.WEBHOOKS_MAINTAINER;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.lock.ChangeLock;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * The local directory of iTwins and of the permissions that clients have on them.
 *
 * <p>Each change is a transaction, which also writes its audit entry and deactivates webhooks. A
 * change throws a {@link Refusal} with {@code ServiceUnavailable} if too many other changes wait.
 */
@Stateless
public class ITwinDirectory {
  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @EJB private AuditTrail audit;
  @Inject private Database database;
  @Inject private ChangeLock changes;
  @Inject private Event<Object> events;

  /** Creates the bean, for the container. */
  public ITwinDirectory() {}

  /** Creates the directory without a container, for tests. */
  ITwinDirectory(
      EntityManager entities,
      AuditTrail audit,
      Database database,
      ChangeLock changes,
      Event<Object> events) {
    this.entities = entities;
    this.audit = audit;
    this.database = database;
    this.changes = changes;
    this.events = events;
  }

  /**
   * Adds an iTwin, or moves a known one to the account. A move revokes all permissions on it,
   * because the former account granted them, and deactivates its webhooks.
   */
  public void put(Caller by, UUID id, String accountId) {
    if (lock(id) == null && add(id, accountId)) {
      audit.add(AuditEntry.of(by.actor(), AuditAction.ITWIN_PUT).onITwin(id, accountId));
      return;
    }
    // The iTwin was known, or another request has added it in the meantime.
    ITwin known = locked(id);
    if (!known.accountId().equals(accountId)) {
      String former = known.accountId();
      known.clients().forEach(client -> grant(by, id, client, Set.of()));
      known.moveTo(accountId);
      audit.add(
          AuditEntry.of(by.actor(), AuditAction.ITWIN_MOVED)
              .onITwin(id, accountId)
              .withDetail("from " + former));
      events.fire(new OwnerChanged(by.actor(), id));
    }
  }

  /** Adds an iTwin unless another request was faster. Returns whether it was added. */
  private boolean add(UUID id, String accountId) {
    try (Connection connection = database.connection()) {
      DirectoryTable table = new DirectoryTable(connection, database.dialect());
      return table.add(new TreeMap<>(Map.of(id, accountId))) > 0;
    } catch (SQLException e) {
      DatabaseFailure failure = new DatabaseFailure(e);
      // H2 throws if another transaction was faster, and the transaction stays usable.
      if (database.dialect() == Dialect.H2 && DatabaseFailure.isConcurrencyConflict(failure)) {
        return false;
      }
      throw failure;
    }
  }

  /**
   * Returns the account that owns the iTwin.
   *
   * @throws Refusal {@code ITwinNotFound}
   */
  public String account(UUID id) {
    return known(id).accountId();
  }

  /**
   * Removes an iTwin with all grants on it, and deactivates its webhooks.
   *
   * @throws Refusal {@code ITwinNotFound}
   */
  public void remove(Caller by, UUID id) {
    ITwin known = locked(id);
    audit.add(AuditEntry.of(by.actor(), AuditAction.ITWIN_REMOVED).onITwin(id, known.accountId()));
    known
        .clientsWith(WEBHOOKS_MAINTAINER)
        .forEach(client -> events.fire(new PermissionRemoved(by.actor(), id, client)));
    events.fire(new OwnerChanged(by.actor(), id));
    entities.remove(known);
  }

  /**
   * Grants the client exactly these permissions on the iTwin; an empty set revokes all. Deactivates
   * the webhooks that depend on a revoked permission.
   *
   * @throws Refusal {@code ITwinNotFound}
   */
  public void grant(Caller by, UUID id, String clientId, Set<String> permissions) {
    ITwin known = locked(id);
    Set<String> current = known.permissionsOf(clientId);
    known.grant(clientId, permissions);
    write(
        AuditEntry.of(by.actor(), AuditAction.PERMISSIONS_GRANTED).onITwin(id, known.accountId()),
        clientId,
        without(permissions, current));
    Set<String> lost = without(current, permissions);
    write(
        AuditEntry.of(by.actor(), AuditAction.PERMISSIONS_REVOKED).onITwin(id, known.accountId()),
        clientId,
        lost);
    if (lost.contains(WEBHOOKS_MAINTAINER)) {
      events.fire(new PermissionRemoved(by.actor(), id, clientId));
    }
  }

  private void write(AuditEntry entry, String clientId, Set<String> permissions) {
    if (!permissions.isEmpty()) {
      audit.add(entry.withDetail(String.join(", ", permissions) + " of " + clientId));
    }
  }

  private static Set<String> without(Set<String> permissions, Set<String> others) {
    Set<String> rest = new TreeSet<>(permissions);
    rest.removeAll(others);
    return rest;
  }

  /**
   * Returns the permissions of the client on the iTwin.
   *
   * @throws Refusal {@code ITwinNotFound} if the iTwin is unknown or the client has no grant on it
   */
  public Set<String> permissions(UUID id, String clientId) {
    return granted(known(id), clientId);
  }

  /**
   * Revokes all permissions of the client on the iTwin and deactivates the webhooks that depend on
   * them.
   *
   * @throws Refusal {@code ITwinNotFound} if the iTwin is unknown or the client has no grant on it
   */
  public void revoke(Caller by, UUID id, String clientId) {
    granted(locked(id), clientId);
    grant(by, id, clientId, Set.of());
  }

  /**
   * Returns whether the caller may maintain webhooks of the iTwin: with the permission on it, or as
   * an Organization Administrator of the account that owns it. Nobody may maintain webhooks of an
   * unknown iTwin.
   */
  public boolean mayMaintain(Caller caller, UUID id) {
    return find(id)
        .filter(
            known ->
                caller.administers(known.accountId())
                    || caller.serviceApplication()
                        && known.permissionsOf(caller.clientId()).contains(WEBHOOKS_MAINTAINER))
        .isPresent();
  }

  /** Returns whether the caller is an administrator of the account that owns the iTwin. */
  public boolean administersOwner(Caller caller, UUID id) {
    return find(id).filter(known -> caller.administers(known.accountId())).isPresent();
  }

  private Optional<ITwin> find(UUID id) {
    return Optional.ofNullable(entities.find(ITwin.class, id));
  }

  private ITwin known(UUID id) {
    return find(id).orElseThrow(ITwinDirectory::notFound);
  }

  /** Locks an iTwin, so that two changes of its grants do not overwrite each other. */
  private ITwin locked(UUID id) {
    ITwin known = lock(id);
    if (known == null) {
      throw notFound();
    }
    return known;
  }

  private ITwin lock(UUID id) {
    changes.take();
    return entities.find(ITwin.class, id, LockModeType.PESSIMISTIC_WRITE);
  }

  private static Set<String> granted(ITwin known, String clientId) {
    Set<String> permissions = known.permissionsOf(clientId);
    if (permissions.isEmpty()) {
      throw notFound();
    }
    return permissions;
  }

  static Refusal notFound() {
    return new Refusal(ErrorCode.ITWIN_NOT_FOUND, "Requested iTwin is not available.");
  }
}
