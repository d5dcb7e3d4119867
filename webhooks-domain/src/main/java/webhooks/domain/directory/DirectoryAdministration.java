package webhooks.domain.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.AccountId;
import webhooks.domain.id.ClientId;
import webhooks.domain.id.Ids;

/**
 * The use cases of an administrator of the directory. Each checks the ids and the request, then
 * changes or reads the {@link ITwinDirectory}. A change throws a {@link Refusal} with {@code
 * ServiceUnavailable} if too many other changes wait.
 *
 * <p>Ids come unparsed from the request's path. An iTwin whose id is no UUID is reported as not
 * found.
 */
@ApplicationScoped
public class DirectoryAdministration {
  private static final Set<String> KNOWN_PERMISSIONS = Set.of(AccessControl.WEBHOOKS_MAINTAINER);

  private final ITwinDirectory iTwins;

  /** Creates the bean's proxy, for the container. */
  protected DirectoryAdministration() {
    this(null);
  }

  /** Creates the use cases. */
  @Inject
  public DirectoryAdministration(ITwinDirectory iTwins) {
    this.iTwins = iTwins;
  }

  /**
   * Adds an iTwin, or moves a known one to another account.
   *
   * @throws Refusal {@code ITwinNotFound} if the id is no UUID; {@code InvalidRequest} with all
   *     faults
   */
  public void put(Caller by, String iTwinId, PutITwin request) {
    by.require(TokenScope.ADMIN);
    UUID id = iTwinId(iTwinId);
    Faults faults = new Faults(request.faults());
    require(request.accountId(), "accountId", faults);
    Optional<AccountId> accountId = request.accountId().flatMap(AccountId::parse);
    if (request.accountId().isPresent() && accountId.isEmpty()) {
      faults.invalid("accountId", "Property 'accountId' " + AccountId.RULE);
    }
    refuseIfAny(faults);
    iTwins.put(by, id, accountId.orElseThrow().text());
  }

  /**
   * Returns an iTwin.
   *
   * @throws Refusal {@code ITwinNotFound}
   */
  public ITwinView get(Caller by, String iTwinId) {
    by.require(TokenScope.ADMIN);
    UUID id = iTwinId(iTwinId);
    return new ITwinView(id, iTwins.account(id));
  }

  /**
   * Removes an iTwin with all permissions on it, and deactivates its webhooks.
   *
   * @throws Refusal {@code ITwinNotFound}
   */
  public void remove(Caller by, String iTwinId) {
    by.require(TokenScope.ADMIN);
    iTwins.remove(by, iTwinId(iTwinId));
  }

  /**
   * Replaces the permissions of a client on an iTwin.
   *
   * @throws Refusal {@code ITwinNotFound}; {@code InvalidRequest} with all faults
   */
  public void grant(Caller by, String iTwinId, String clientId, GrantPermissions request) {
    by.require(TokenScope.ADMIN);
    UUID id = iTwinId(iTwinId);
    // The API reports an unknown iTwin (404) before an invalid request (422).
    iTwins.account(id);
    Faults faults = new Faults(request.faults());
    require(request.permissions(), "permissions", faults);
    if (!KNOWN_PERMISSIONS.containsAll(request.permissions().orElse(List.of()))) {
      faults.invalid(
          "permissions", "Property 'permissions' may only hold " + KNOWN_PERMISSIONS + ".");
    }
    if (ClientId.parse(clientId).isEmpty()) {
      faults.invalid("clientId", "The client id " + ClientId.RULE);
    }
    refuseIfAny(faults);
    iTwins.grant(by, id, clientId, Set.copyOf(request.permissions().orElseThrow()));
  }

  /**
   * Returns the permissions of a client on an iTwin, in alphabetical order.
   *
   * @throws Refusal {@code ITwinNotFound} if the iTwin is unknown or the client has no permission
   */
  public SortedSet<String> permissions(Caller by, String iTwinId, String clientId) {
    by.require(TokenScope.ADMIN);
    return new TreeSet<>(iTwins.permissions(iTwinId(iTwinId), clientId(clientId)));
  }

  /**
   * Revokes all permissions of a client on an iTwin.
   *
   * @throws Refusal {@code ITwinNotFound} if the iTwin is unknown or the client has no permission
   */
  public void revoke(Caller by, String iTwinId, String clientId) {
    by.require(TokenScope.ADMIN);
    iTwins.revoke(by, iTwinId(iTwinId), clientId(clientId));
  }

  private static UUID iTwinId(String text) {
    return Ids.parse(text).orElseThrow(ITwinDirectory::notFound);
  }

  private static String clientId(String text) {
    return ClientId.parse(text).orElseThrow(ITwinDirectory::notFound).text();
  }

  /** Adds the fault of a missing property, unless the whole body is invalid. */
  private static void require(Optional<?> property, String name, Faults faults) {
    if (property.isEmpty() && !faults.concernWholeBody()) {
      faults.missing(name);
    }
  }

  private static void refuseIfAny(Faults faults) {
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "The request is not valid. See the details for what is wrong.");
  }
}
