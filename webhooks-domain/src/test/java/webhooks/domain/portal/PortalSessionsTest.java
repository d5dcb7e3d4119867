package webhooks.domain.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.portal.PortalFixture.NONE;
import static webhooks.domain.portal.PortalFixture.OWNER;
import static webhooks.domain.portal.PortalFixture.list;
import static webhooks.domain.portal.PortalFixture.refused;
import static webhooks.domain.portal.PortalFixture.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.retention.Retention;
import webhooks.domain.settings.TestSettings;

/** The life of sessions of the portal: what they allow, and how they begin and end. */
@OnEveryDatabase
class PortalSessionsTest {
  private final TestDatabase database;
  private PortalFixture portal;

  PortalSessionsTest(TestDatabase database) {
    this.database = database;
    portal = PortalFixture.enabled(database);
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
  }

  @Test
  void userGetsTheRightsOfTheAccountsAdministrator() {
    SessionWithSecret opened = portal.open(portal.sessions.create(OWNER, request("PT1H")));

    OpenSession found = portal.find(opened.secret()).orElseThrow();
    Caller user = found.session().caller(new BearerToken(opened.secret()));

    assertThat(user.accountId()).contains("account");
    assertThat(user.clientId()).isEqualTo("client");
    assertThat(user.user()).contains("portal:anna");
    assertThat(user.administers("account")).isTrue();
    assertThat(user.serviceApplication() || user.operator()).isFalse();
    assertThat(user.scopes()).containsExactlyInAnyOrder(TokenScope.READ, TokenScope.MODIFY);
    assertThat(found.rest()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
  }

  @Test
  void readOnlyUserMayReadOnly() {
    CreatePortalSession readOnly =
        new CreatePortalSession(
            NONE,
            Optional.of("anna"),
            Optional.of("PT1H"),
            Optional.of(List.of("options")),
            Optional.of(true),
            List.of());

    PortalSession session = portal.open(portal.sessions.create(OWNER, readOnly)).session();

    assertThat(session.caller(new BearerToken("t")).scopes()).containsExactly(TokenScope.READ);
    assertThat(session.opensAny(Set.of(PortalPage.OPTIONS, PortalPage.WEBHOOKS))).isTrue();
    assertThat(session.opensAny(Set.of(PortalPage.DELIVERIES))).isFalse();
    assertThat(session.opensAny(Set.of())).isFalse();
  }

  @Test
  void storesOnlyHashes() {
    SessionWithSecret created = portal.sessions.create(OWNER, request("PT1H"));
    String hash = new BearerToken(created.secret()).hash();

    assertThat(database.count("select count(*) from portal_session where code_hash = ?", hash))
        .isOne();
    SessionWithSecret opened = portal.open(created);
    assertThat(
            database.count(
                "select count(*) from portal_session where code_hash is null and token_hash = ?",
                new BearerToken(opened.secret()).hash()))
        .isOne();
    assertThat(created.toString() + opened).doesNotContain(created.secret(), opened.secret());
  }

  @Test
  void codeOpensOnce() {
    SessionWithSecret created = portal.sessions.create(OWNER, request("PT1H"));
    portal.open(created);

    assertThat(refused(() -> portal.open(created))).isEqualTo(ErrorCode.PORTAL_SESSION_NOT_FOUND);
  }

  @Test
  void oneOfManyBrowsersAtOnceOpens() throws Exception {
    SessionWithSecret created = portal.sessions.create(OWNER, request("PT1H"));
    CyclicBarrier start = new CyclicBarrier(8);
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  start.await();
                  portal.open(created);
                  return true;
                } catch (Refusal e) {
                  return false;
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              task -> new Thread(task).start()));
    }

    long opened = 0;
    for (CompletableFuture<Boolean> each : all) {
      opened += each.get() ? 1 : 0;
    }
    assertThat(opened).isOne();
    assertThat(database.count("select count(*) from audit where action = 'portalSession.opened'"))
        .isOne();
  }

  @Test
  void codeEndsAfterAMinuteOrWithTheSession() {
    SessionWithSecret old = portal.sessions.create(OWNER, request("PT1H"));
    assertThat(
            database.count(
                "select count(*) from portal_session"
                    + " where code_expires = created + interval '1' minute"))
        .isOne();
    database.execute(
        "update portal_session set code_expires = current_timestamp - interval '1' second");
    assertThat(refused(() -> portal.open(old))).isEqualTo(ErrorCode.PORTAL_SESSION_NOT_FOUND);

    portal.sessions.create(OWNER, request("PT30S"));
    assertThat(database.count("select count(*) from portal_session where code_expires = expires"))
        .isOne();
  }

  @Test
  void unknownCodesOpenNothing() {
    portal.sessions.create(OWNER, request("PT1H"));

    for (String code : List.of("", "x", "whpc_" + "a".repeat(43))) {
      assertThat(refused(() -> portal.sessions.open(Optional.of(code), new Faults())))
          .isEqualTo(ErrorCode.PORTAL_SESSION_NOT_FOUND);
    }
    assertThat(refused(() -> portal.sessions.open(NONE, new Faults())))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void expiredSessionIsGoneAndPurged() {
    SessionWithSecret opened = portal.open(portal.sessions.create(OWNER, request("PT1H")));
    SessionWithSecret lasting = portal.open(portal.sessions.create(OWNER, request("PT1H")));
    database.execute(
        "update portal_session set expires = current_timestamp - interval '1' second where id = ?",
        opened.session().id());

    assertThat(portal.find(opened.secret())).isEmpty();
    assertThat(portal.sessions.list(OWNER, list()).items()).hasSize(1);

    Retention retention = new Retention(database.database(), TestSettings.with());
    Retention.PurgeCursor end =
        database.inTransaction(() -> retention.purgePortalSessions(Retention.PurgeCursor.START));
    assertThat(end.isEnd()).isTrue();
    assertThat(database.ids("select id from portal_session"))
        .containsExactly(lasting.session().id());
  }
}
