package webhooks.domain.portal;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;
import webhooks.domain.settings.PortalSettings;
import webhooks.domain.settings.Settings;

/**
 * The use cases of the portal: service applications create, list and revoke sessions, and browsers
 * open and end them.
 *
 * <p>Without {@code webhooks.portal.enabled} or {@code webhooks.portal.frame-ancestors} there is no
 * portal: nobody opens a session, and no token of one is valid.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PortalSessions {
  private static final String LIST = "portalSessions";

  @EJB private PortalSessionRepository repository;
  @Inject private Settings settings;

  /** Creates the bean, for the container. */
  public PortalSessions() {}

  /** Creates the use cases without a container, for tests. */
  PortalSessions(PortalSessionRepository repository, Settings settings) {
    this.repository = repository;
    this.settings = settings;
  }

  /**
   * Creates a session and returns it with its code.
   *
   * @throws Refusal {@code ResourceNotFound} without a portal, {@code InsufficientPermissions},
   *     {@code InvalidRequest} with all faults
   */
  public SessionWithSecret create(Caller by, CreatePortalSession request) {
    PortalSettings portal = requireApplication(by);
    PortalSessionRules.Checked checked = PortalSessionRules.check(request, by.accountId());
    boolean administrator = by.may(TokenScope.ADMIN);
    boolean mayCreate =
        administrator || by.isIn(checked.accountId()) && portal.admits(by.clientId());
    Optional<String> account = Optional.of(checked.accountId());
    if (!mayCreate || !settings.token().admits(by.clientId(), account)) {
      throw Refusal.insufficientPermissions();
    }
    UUID id = Ids.next();
    String code = PortalSecret.newCode();
    AuditEntry entry =
        AuditEntry.of(by.actor(), AuditAction.PORTAL_SESSION_CREATED)
            .onAccount(checked.accountId())
            .withDetail(detail(id, checked.user()));
    return new SessionWithSecret(
        repository.add(id, by.clientId(), checked, PortalSecret.hash(code), entry), code);
  }

  private static String detail(UUID id, String user) {
    return "id=" + id + " user=" + user;
  }

  /**
   * Opens a session by its code, once, and returns it with its token.
   *
   * @throws Refusal {@code ResourceNotFound} without a portal, {@code PortalSessionNotFound} if the
   *     code is unknown, used or too old, {@code InvalidRequest} with all faults
   */
  public SessionWithSecret open(Optional<String> code, Faults faults) {
    requirePortal();
    if (code.isEmpty() && !faults.concernWholeBody()) {
      faults.missing("code");
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "The request is not valid. See the details for what is wrong.");
    String token = PortalSecret.newToken();
    return code.filter(PortalSecret::isCode)
        .flatMap(
            text -> repository.open(PortalSecret.hash(text), PortalSecret.hash(token), Ids.next()))
        .map(session -> new SessionWithSecret(session, token))
        .orElseThrow(PortalSessions::notFound);
  }

  /** Returns the session of a token; empty if there is none, or if it has ended. */
  public Optional<OpenSession> find(String tokenHash) {
    return repository.find(tokenHash);
  }

  /**
   * Returns a page of the sessions that the caller's application has created and that have not
   * ended, the newest first.
   *
   * @throws Refusal {@code ResourceNotFound} without a portal, {@code InsufficientPermissions},
   *     {@code InvalidRequest} with all faults
   */
  public Page<PortalSession> list(Caller by, ListPortalSessions request) {
    requireApplication(by);
    Faults faults = new Faults(request.faults());
    int top = PageRules.top(request.top(), faults);
    Optional<Cursor> after =
        PageRules.after(request.continuationToken(), faults, token -> Cursor.of(LIST, token));
    Optional<String> given = PageRules.accountId(request.accountId(), faults);
    if (request.accountId().isEmpty() && by.accountId().isEmpty()) {
      faults.missing("accountId");
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot list portal sessions. Make sure the query parameters are valid.");
    String account = given.or(by::accountId).orElseThrow();
    if (!by.isIn(account) && !by.may(TokenScope.ADMIN)) {
      throw Refusal.insufficientPermissions();
    }
    return Page.of(
        repository.page(by.clientId(), account, after.orElseGet(Cursor::last), top + 1),
        top,
        last -> new Cursor(last.created(), last.id()).token(LIST));
  }

  /**
   * Ends a session. Each node refuses its token at the latest when its copy of the session is two
   * seconds old. An application can end the sessions that it has created in the account of its
   * token, an administrator of the product all, also as a user.
   *
   * @param id from the path, not yet parsed
   * @throws Refusal {@code ResourceNotFound} without a portal, {@code InsufficientPermissions},
   *     {@code PortalSessionNotFound}
   */
  public void revoke(Caller by, String id) {
    boolean any = by.may(TokenScope.ADMIN);
    if (any) {
      requirePortal();
    } else {
      requireApplication(by);
    }
    boolean ended =
        Ids.parse(id)
            .flatMap(
                known ->
                    repository.remove(
                        known,
                        session ->
                            any
                                || session.clientId().equals(by.clientId())
                                    && by.isIn(session.accountId()),
                        session -> ended(by, session)))
            .isPresent();
    if (!ended) {
      throw notFound();
    }
  }

  /**
   * Ends the session of the caller's own token.
   *
   * @throws Refusal {@code PortalSessionNotFound} if the token is of the issuer
   */
  public void end(Caller user) {
    Optional<PortalSession> session =
        user.token().isOfPortal()
            ? find(user.token().hash()).map(OpenSession::session)
            : Optional.empty();
    session
        .flatMap(own -> repository.remove(own.id(), same -> true, same -> ended(user, same)))
        .orElseThrow(PortalSessions::notFound);
  }

  private static AuditEntry ended(Caller by, PortalSession session) {
    return AuditEntry.of(by.actor(), AuditAction.PORTAL_SESSION_ENDED)
        .onAccount(session.accountId())
        .withDetail(detail(session.id(), session.user()));
  }

  private PortalSettings requirePortal() {
    return settings
        .portal()
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorCode.RESOURCE_NOT_FOUND, "The portal is not enabled by the operator."));
  }

  private PortalSettings requireApplication(Caller by) {
    by.requireScope(TokenScope.PORTAL);
    PortalSettings portal = requirePortal();
    if (!by.serviceApplication() || by.accountId().isEmpty() && !by.may(TokenScope.ADMIN)) {
      throw Refusal.insufficientPermissions();
    }
    return portal;
  }

  /** Returns the refusal of a request for a session that does not exist, or has ended. */
  private static Refusal notFound() {
    return new Refusal(
        ErrorCode.PORTAL_SESSION_NOT_FOUND, "Requested portal session is not available.");
  }
}
