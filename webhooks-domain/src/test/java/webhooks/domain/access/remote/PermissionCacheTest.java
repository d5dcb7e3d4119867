package webhooks.domain.access.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static webhooks.domain.access.remote.StubPlatform.json;
import static webhooks.domain.access.remote.StubPlatform.status;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.error.Refusal;
import webhooks.domain.settings.MutableClock;

class PermissionCacheTest {
  private static final String HELD = "{\"permissions\":[\"webhooks_maintainer\"]}";

  private final MutableClock clock = new MutableClock();
  private final StubPlatform platform = new StubPlatform();
  private final RemoteAccessControl access =
      new RemoteAccessControl(
          new ITwinPlatformClient(platform.url(), StubPlatform.THREADS),
          Duration.ofMinutes(1),
          clock);
  private final UUID iTwin = UUID.randomUUID();

  @AfterEach
  void close() {
    platform.close();
  }

  private boolean mayMaintain(String token) {
    Caller caller = Callers.withToken(token, Callers.application("client"));
    return access.permissionToMaintain(caller, iTwin).getAsBoolean();
  }

  private void advance(String duration) {
    clock.advance(Duration.parse(duration));
  }

  @Test
  void cachesPermissionsForAMinute() {
    platform.permissions(iTwin, json(HELD));
    mayMaintain("one");
    platform.permissions(iTwin, status(404));

    advance("PT59.999S");
    assertThat(mayMaintain("one")).isTrue();
    assertThat(platform.asked()).hasSize(1);
    advance("PT0.001S");
    assertThat(mayMaintain("one")).isFalse();
    assertThat(platform.asked()).hasSize(2);
  }

  @Test
  void cachesRefusalsForFiveSeconds() {
    mayMaintain("one");
    platform.permissions(iTwin, json(HELD));

    advance("PT4.999S");
    assertThat(mayMaintain("one")).isFalse();
    assertThat(platform.asked()).hasSize(1);
    advance("PT0.001S");
    assertThat(mayMaintain("one")).isTrue();
  }

  @Test
  void cachesByTokenAndITwin() {
    platform.permissions(iTwin, json(HELD));
    mayMaintain("one");
    platform.permissions(iTwin, json("{\"permissions\":[]}"));

    assertThat(mayMaintain("two")).isFalse();
    Caller one = Callers.withToken("one", Callers.application("client"));
    assertThat(access.permissionToMaintain(one, UUID.randomUUID()).getAsBoolean()).isFalse();
    assertThat(mayMaintain("one")).isTrue();
  }

  @Test
  void cachesNoOutage() {
    platform.permissions(iTwin, status(503));
    assertThat(catchThrowable(() -> mayMaintain("one"))).isInstanceOf(Refusal.class);
    platform.permissions(iTwin, json(HELD));

    assertThat(mayMaintain("one")).isTrue();
  }

  @Test
  void evictsTheLeastRecentlyUsedEntry() {
    PermissionCache answers = new PermissionCache(clock);
    PermissionCache.Question first = new PermissionCache.Question("first", iTwin);
    answers.keep(first, true);
    for (int i = 1; i < PermissionCache.MAX_ENTRIES; i++) {
      answers.keep(new PermissionCache.Question("token-" + i, iTwin), true);
    }
    assertThat(answers.find(first)).contains(true);

    answers.keep(new PermissionCache.Question("one more", iTwin), true);

    assertThat(answers.find(first)).contains(true);
    assertThat(answers.find(new PermissionCache.Question("token-1", iTwin))).isEmpty();
    assertThat(answers.find(new PermissionCache.Question("token-2", iTwin))).contains(true);
  }

  @Test
  void hashesTokensWithSha256() {
    assertThat(new BearerToken("abc").hash())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
