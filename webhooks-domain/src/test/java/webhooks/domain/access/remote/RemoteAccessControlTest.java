package webhooks.domain.access.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.access.remote.StubPlatform.json;
import static webhooks.domain.access.remote.StubPlatform.status;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;

class RemoteAccessControlTest {
  private static final String HELD = "{\"permissions\":[\"itwins_read\",\"webhooks_maintainer\"]}";
  private static final String NOT_HELD = "{\"permissions\":[\"itwins_read\"]}";

  private final StubPlatform platform = new StubPlatform();
  private final RemoteAccessControl access =
      new RemoteAccessControl(
          new ITwinPlatformClient(platform.url(), StubPlatform.THREADS),
          Duration.ofMinutes(1),
          Clock.systemUTC());
  private final UUID iTwin = UUID.randomUUID();

  @AfterEach
  void close() {
    platform.close();
  }

  private static Caller application(boolean administrator) {
    return caller(true, administrator);
  }

  private static Caller user(boolean administrator) {
    return caller(false, administrator);
  }

  private static Caller caller(boolean application, boolean administrator) {
    return Callers.of("client", "account", application, administrator);
  }

  private static String owner(String account) {
    return "{\"iTwin\":{\"class\":\"Account\",\"type\":null,\"id\":\"" + account + "\"}}";
  }

  private boolean mayMaintain(Caller caller) {
    return access.permissionToMaintain(caller, iTwin).getAsBoolean();
  }

  @Test
  void allowsApplicationWithPermission() {
    platform.permissions(iTwin, json(HELD));

    assertThat(mayMaintain(application(false))).isTrue();
    assertThat(platform.asked())
        .containsExactly(
            new StubPlatform.Asked(
                "/base/accesscontrol/itwins/" + iTwin + "/permissions",
                "Bearer " + Callers.TOKEN,
                "application/vnd.bentley.itwin-platform.v2+json"));
  }

  /** The platform does not know such a token, and could use it. */
  @Test
  void tokenOfThePortalIsSentNowhere() {
    Caller user = Callers.withToken(BearerToken.PORTAL_PREFIX + "secret", user(true));
    platform.permissions(iTwin, json(HELD)).account(iTwin, json(owner("account")));

    assertThat(mayMaintain(user)).isFalse();
    assertThat(platform.asked()).isEmpty();
  }

  @Test
  void refusesApplicationWithoutPermission() {
    platform.permissions(iTwin, json(NOT_HELD));
    assertThat(mayMaintain(application(false))).isFalse();

    UUID other = UUID.randomUUID();
    platform.permissions(other, json("{\"permissions\":[]}"));
    assertThat(access.permissionToMaintain(application(false), other).getAsBoolean()).isFalse();
    assertThat(platform.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void refusesOnRefusedTokenOrUnknownITwin(int status) {
    platform.permissions(iTwin, status(status)).account(iTwin, status(status));

    assertThat(mayMaintain(application(true))).isFalse();
    assertThat(platform.asked()).hasSize(2);
  }

  @Test
  void allowsAdministratorOfOwningOrganization() {
    platform.permissions(iTwin, json(NOT_HELD)).account(iTwin, json(owner("account")));

    assertThat(mayMaintain(application(true))).isTrue();
    assertThat(platform.asked().get(1))
        .isEqualTo(
            new StubPlatform.Asked(
                "/base/itwins/" + iTwin + "/account",
                "Bearer " + Callers.TOKEN,
                "application/vnd.bentley.itwin-platform.v1+json"));
  }

  @Test
  void refusesAdministratorOfOtherOrganization() {
    platform.permissions(iTwin, json(NOT_HELD)).account(iTwin, json(owner("another")));

    assertThat(mayMaintain(application(true))).isFalse();
  }

  @Test
  void allowsUsersOnlyAsAdministrators() {
    platform.permissions(iTwin, json(HELD)).account(iTwin, json(owner("account")));

    assertThat(mayMaintain(user(true))).isTrue();
    // Uses another token, since answers are cached by token.
    Caller plain = Callers.withToken("another", Callers.of("client", "account", false, false));
    assertThat(mayMaintain(plain)).isFalse();
  }

  @Test
  void hidesTokenInTexts() {
    assertThat(application(false).toString()).contains("client").doesNotContain(Callers.TOKEN);
  }
}
