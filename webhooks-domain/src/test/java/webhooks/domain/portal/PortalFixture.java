package webhooks.domain.portal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;
import webhooks.domain.settings.TestSettings;

/** The use cases of the portal on a database, and what tests ask them for. */
final class PortalFixture {
  static final Optional<String> NONE = Optional.empty();
  static final Caller OWNER = application("client", "account");
  static final Caller ADMINISTRATOR = Callers.application("administrator");

  final PortalSessions sessions;

  PortalFixture(TestDatabase database, String... settings) {
    sessions = new PortalSessions(new InTransactions(database), TestSettings.with(settings));
  }

  /** Returns the use cases of a product with a portal. */
  static PortalFixture enabled(TestDatabase database) {
    return new PortalFixture(database, "webhooks.portal.enabled", "true");
  }

  /** A repository whose calls are transactions, as in a container. */
  private static final class InTransactions extends PortalSessionRepository {
    private final TestDatabase database;
    private final PortalSessionRepository repository;

    InTransactions(TestDatabase database) {
      this.database = database;
      repository =
          new PortalSessionRepository(database.database(), new AuditTrail(database.database()));
    }

    @Override
    public PortalSession add(
        UUID id,
        String clientId,
        PortalSessionRules.Checked request,
        String codeHash,
        AuditEntry entry) {
      return database.inTransaction(() -> repository.add(id, clientId, request, codeHash, entry));
    }

    @Override
    public Optional<PortalSession> open(String codeHash, String tokenHash, UUID entryId) {
      return database.inTransaction(() -> repository.open(codeHash, tokenHash, entryId));
    }

    @Override
    public Optional<OpenSession> find(String tokenHash) {
      return repository.find(tokenHash);
    }

    @Override
    public List<PortalSession> page(String clientId, String accountId, Cursor after, int max) {
      return repository.page(clientId, accountId, after, max);
    }

    @Override
    public Optional<PortalSession> remove(
        UUID id, Predicate<PortalSession> allowed, Function<PortalSession, AuditEntry> entry) {
      return database.inTransaction(() -> repository.remove(id, allowed, entry));
    }
  }

  static Caller application(String client, String account) {
    return new Caller(
        client,
        Optional.of(account),
        true,
        false,
        true,
        Set.of(TokenScope.MODIFY, TokenScope.READ, TokenScope.PORTAL),
        NONE,
        new BearerToken(Callers.TOKEN));
  }

  static CreatePortalSession request(String expires) {
    return new CreatePortalSession(
        NONE,
        Optional.of("anna"),
        Optional.of(expires),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static CreatePortalSession requestFor(String account) {
    return new CreatePortalSession(
        Optional.of(account),
        Optional.of("anna"),
        Optional.of("PT1H"),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  SessionWithSecret open(SessionWithSecret created) {
    return sessions.open(Optional.of(created.secret()), new Faults());
  }

  Optional<OpenSession> find(String token) {
    return sessions.find(new BearerToken(token).hash());
  }

  static ErrorCode refused(Supplier<?> call) {
    try {
      call.get();
    } catch (Refusal e) {
      return e.code();
    }
    throw new AssertionError("not refused");
  }

  static ListPortalSessions list() {
    return new ListPortalSessions(NONE, NONE, NONE, List.of());
  }

  Object revoke(Caller by, String id) {
    sessions.revoke(by, id);
    return by;
  }
}
