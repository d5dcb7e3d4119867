package webhooks.api;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import webhooks.api.token.PortalTokens;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Page;
import webhooks.domain.portal.CreatePortalSession;
import webhooks.domain.portal.ListPortalSessions;
import webhooks.domain.portal.OpenSession;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.portal.PortalSession;
import webhooks.domain.portal.PortalSessions;
import webhooks.domain.portal.SessionWithSecret;

/** Sessions of the portal in memory. */
final class FakePortalSessions extends PortalSessions {
  static final UUID ID = UUID.fromString("0193f0c4-52b1-7d19-a0c4-9e2f7b6d1c35");

  private final Map<String, PortalSession> byHash = new HashMap<>();
  CreatePortalSession created;
  Optional<String> code;
  Caller ended;

  void reset() {
    byHash.clear();
    created = null;
    ended = null;
  }

  /** Opens a session with this token. */
  void open(String token, boolean readOnly, PortalPage... pages) {
    byHash.put(new BearerToken(token).hash(), session(readOnly, pages));
  }

  static PortalSession session(boolean readOnly, PortalPage... pages) {
    Optional<Set<PortalPage>> limited =
        pages.length == 0 ? Optional.empty() : Optional.of(EnumSet.copyOf(List.of(pages)));
    Instant now = Instant.parse("2026-10-02T14:55:00.463Z");
    return new PortalSession(
        ID, "account-1", "service-1", "anna", limited, readOnly, now, now.plusSeconds(60), true);
  }

  /** Makes it, and the tokens of its sessions, injectable. */
  AbstractBinder binder() {
    return new AbstractBinder() {
      @Override
      protected void configure() {
        bind(FakePortalSessions.this).to(PortalSessions.class);
        bind(new PortalTokens(FakePortalSessions.this::find, System::nanoTime))
            .to(PortalTokens.class);
      }
    };
  }

  @Override
  public SessionWithSecret create(Caller by, CreatePortalSession request) {
    created = request;
    new Faults(request.faults()).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    return new SessionWithSecret(session(false), "the-code");
  }

  @Override
  public SessionWithSecret open(Optional<String> given, Faults faults) {
    code = given;
    faults.refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    return new SessionWithSecret(session(true, PortalPage.DELIVERIES), "the-token");
  }

  @Override
  public Optional<OpenSession> find(String tokenHash) {
    return Optional.ofNullable(byHash.get(tokenHash))
        .map(session -> new OpenSession(session, Duration.ofMinutes(1)));
  }

  @Override
  public Page<PortalSession> list(Caller by, ListPortalSessions request) {
    new Faults(request.faults()).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    return new Page<>(List.of(session(false)), Optional.empty());
  }

  @Override
  public void revoke(Caller by, String id) {
    if (!id.equals(ID.toString())) {
      throw new Refusal(ErrorCode.PORTAL_SESSION_NOT_FOUND, "message");
    }
    ended = by;
  }

  @Override
  public void end(Caller user) {
    ended = user;
  }
}
