package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory of iTwins and grants, kept through the admin API. */
class DirectoryIT {
  private final World world = World.shared();
  private final String token = world.tokens().administrator();
  private final String iTwin = "/admin/itwins/" + UUID.randomUUID();
  private final String grant = iTwin + "/permissions/client-1";

  @Test
  void iTwinIsEnteredMovedReadAndRemoved() {
    put(iTwin, "{\"accountId\":\"first\"}").is(204);
    put(iTwin, "{\"accountId\":\"second\"}").is(204);

    assertThat(get(iTwin).is(200).json().getString("accountId")).isEqualTo("second");
    delete(iTwin).is(204);
    get(iTwin).isError(404, "ITwinNotFound");
    delete(iTwin).isError(404, "ITwinNotFound");
  }

  @Test
  void grantIsGivenReadAndTakenAway() {
    put(iTwin, "{\"accountId\":\"first\"}").is(204);
    get(grant).isError(404, "ITwinNotFound");

    put(grant, "{\"permissions\":[\"webhooks_maintainer\"]}").is(204);

    assertThat(get(grant).is(200).json().getJsonArray("permissions").getString(0))
        .isEqualTo("webhooks_maintainer");
    delete(grant).is(204);
    get(grant).isError(404, "ITwinNotFound");
    delete(grant).isError(404, "ITwinNotFound");
  }

  @Test
  void grantOnAnUnknownITwinIsNotFound() {
    put(grant, "{\"permissions\":[\"webhooks_maintainer\"]}").isError(404, "ITwinNotFound");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"accountId\":null}",
        "{\"accountId\":5}",
        "{\"accountId\":\"\"}",
        "[]",
        "{"
      })
  void brokenEntryIsRefused(String body) {
    Answer answer = put(iTwin, body);

    answer.is(422);
    assertThat(answer.json().getJsonObject("error").getString("code")).isEqualTo("InvalidRequest");
  }

  private Answer put(String path, String body) {
    return world.api().put(path).as(token).json(body).send();
  }

  private Answer get(String path) {
    return world.api().get(path).as(token).send();
  }

  private Answer delete(String path) {
    return world.api().delete(path).as(token).send();
  }
}
