package webhooks.domain.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static webhooks.domain.portal.PortalFixture.ADMINISTRATOR;
import static webhooks.domain.portal.PortalFixture.NONE;
import static webhooks.domain.portal.PortalFixture.OWNER;
import static webhooks.domain.portal.PortalFixture.application;
import static webhooks.domain.portal.PortalFixture.list;
import static webhooks.domain.portal.PortalFixture.refused;
import static webhooks.domain.portal.PortalFixture.request;
import static webhooks.domain.portal.PortalFixture.requestFor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.access.TokenScope;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Page;

/** Who creates, lists and ends sessions of the portal. */
@OnEveryDatabase
class PortalSessionAccessTest {
  private final TestDatabase database;
  private PortalFixture portal;

  PortalSessionAccessTest(TestDatabase database) {
    this.database = database;
    portal = PortalFixture.enabled(database);
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
  }

  @Test
  void applicationSeesAndRevokesItsOwnInItsAccount() {
    SessionWithSecret opened = portal.open(portal.sessions.create(OWNER, request("PT1H")));
    String id = opened.session().id().toString();

    for (Caller other :
        List.of(application("other", "account"), application("client", "other-account"))) {
      assertThat(portal.sessions.list(other, list()).items()).isEmpty();
      assertThat(refused(() -> portal.revoke(other, id)))
          .isEqualTo(ErrorCode.PORTAL_SESSION_NOT_FOUND);
    }
    assertThat(portal.find(opened.secret())).isPresent();

    portal.revoke(OWNER, id);
    assertThat(portal.find(opened.secret())).isEmpty();
    assertThat(refused(() -> portal.revoke(OWNER, id)))
        .isEqualTo(ErrorCode.PORTAL_SESSION_NOT_FOUND);
    assertThat(refused(() -> portal.revoke(OWNER, "x")))
        .isEqualTo(ErrorCode.PORTAL_SESSION_NOT_FOUND);
  }

  @Test
  void administratorActsForEveryAccount() {
    SessionWithSecret created = portal.sessions.create(ADMINISTRATOR, requestFor("tenant"));
    SessionWithSecret ofOwner = portal.sessions.create(OWNER, request("PT1H"));

    assertThat(created.session().accountId()).isEqualTo("tenant");
    ListPortalSessions ofTenant =
        new ListPortalSessions(NONE, NONE, Optional.of("tenant"), List.of());
    assertThat(portal.sessions.list(ADMINISTRATOR, ofTenant).items())
        .containsExactly(created.session());
    portal.revoke(ADMINISTRATOR, ofOwner.session().id().toString());
    assertThat(portal.sessions.list(OWNER, list()).items()).isEmpty();
  }

  /** An operator who works in the console revokes a session without an application. */
  @Test
  void operatorRevokesAnySessionAsAUser() {
    SessionWithSecret opened = portal.open(portal.sessions.create(OWNER, request("PT1H")));
    String id = opened.session().id().toString();
    Caller withoutRole = user(false);

    assertThat(refused(() -> portal.revoke(withoutRole, id)))
        .isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
    assertThat(portal.find(opened.secret())).isPresent();
    portal.revoke(user(true), id);

    assertThat(portal.find(opened.secret())).isEmpty();
    assertThat(
            database.count(
                "select count(*) from audit where action = 'portalSession.ended'"
                    + " and user_id = 'person'"))
        .isOne();
    assertThat(refused(() -> portal.sessions.create(user(true), requestFor("account"))))
        .isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
  }

  private static Caller user(boolean operator) {
    return new Caller(
        "console",
        NONE,
        false,
        false,
        operator,
        Set.of(TokenScope.ADMIN, TokenScope.PORTAL),
        Optional.of("person"),
        new BearerToken("t"));
  }

  @Test
  void othersMayNotCreateAndNotForAnotherAccount() {
    Caller user = Callers.of("client", "account", false, true);
    Caller withoutAccount =
        new Caller(
            "client",
            NONE,
            true,
            false,
            true,
            Set.of(TokenScope.PORTAL),
            NONE,
            new BearerToken("t"));

    for (Caller caller : List.of(user, withoutAccount)) {
      assertThat(refused(() -> portal.sessions.create(caller, request("PT1H"))))
          .isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
      assertThat(refused(() -> portal.sessions.list(caller, list())))
          .isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
    }
    assertThat(refused(() -> portal.sessions.create(OWNER, requestFor("tenant"))))
        .isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
    assertThat(
            refused(
                () ->
                    portal.sessions.list(
                        OWNER,
                        new ListPortalSessions(NONE, NONE, Optional.of("tenant"), List.of()))))
        .isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
    assertThat(
            refused(
                () -> portal.sessions.create(Callers.tenant("client", "account"), request("PT1H"))))
        .as("the token of a session lacks the scope")
        .isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void operatorChoosesClientsAndAccounts() {
    portal =
        new PortalFixture(
            database,
            "webhooks.portal.enabled",
            "true",
            "webhooks.portal.clients",
            "portal-backend");
    assertThat(refused(() -> portal.sessions.create(OWNER, request("PT1H"))))
        .isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
    portal.sessions.create(application("portal-backend", "account"), request("PT1H"));

    portal =
        new PortalFixture(
            database,
            "webhooks.portal.enabled",
            "true",
            "webhooks.token.allowed-accounts",
            "account");
    assertThat(refused(() -> portal.sessions.create(ADMINISTRATOR, requestFor("tenant"))))
        .isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
  }

  @Test
  void nothingIsThereWithoutAPortal() {
    portal = new PortalFixture(database);

    assertThat(refused(() -> portal.sessions.create(OWNER, request("PT1H"))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(refused(() -> portal.sessions.open(Optional.of("whpc_x"), new Faults())))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
  }

  @Test
  void userEndsOnlyTheirOwnSession() {
    SessionWithSecret own = portal.open(portal.sessions.create(OWNER, request("PT1H")));
    SessionWithSecret other = portal.open(portal.sessions.create(OWNER, request("PT1H")));

    portal.sessions.end(own.session().caller(new BearerToken(own.secret())));

    assertThat(portal.find(own.secret())).isEmpty();
    assertThat(portal.find(other.secret())).isPresent();
    assertThatThrownBy(() -> portal.sessions.end(OWNER)).isInstanceOf(Refusal.class);
    assertThat(
            database.count(
                "select count(*) from audit where action = 'portalSession.ended'"
                    + " and user_id = 'portal:anna' and actor_account = 'account'"))
        .isOne();
  }

  @Test
  void listIsPagedNewestFirst() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(0, portal.sessions.create(OWNER, request("PT1H")).session().id());
    }

    Page<PortalSession> first =
        portal.sessions.list(
            OWNER, new ListPortalSessions(Optional.of("2"), NONE, NONE, List.of()));
    Page<PortalSession> second =
        portal.sessions.list(
            OWNER, new ListPortalSessions(NONE, first.continuation(), NONE, List.of()));

    assertThat(first.items()).extracting(PortalSession::id).containsExactly(ids.get(0), ids.get(1));
    assertThat(second.items()).extracting(PortalSession::id).containsExactly(ids.get(2));
    assertThat(second.continuation()).isEmpty();
  }

  @Test
  void accountHasABoundedNumberOfSessions() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < PortalSessionRepository.MAX_SESSIONS; i++) {
      rows.add(new Object[] {UUID.randomUUID()});
    }
    database.executeAll(
        "insert into portal_session (id, account_id, client_id, user_name, read_only, created,"
            + " expires, code_expires) values (?, 'account', 'c', 'u', false, current_timestamp,"
            + " current_timestamp + interval '1' hour, current_timestamp)",
        rows);

    assertThat(refused(() -> portal.sessions.create(OWNER, request("PT1H"))))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    portal.sessions.create(application("client", "another"), request("PT1H"));
  }
}
