package webhooks.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import webhooks.settings.ReadSetting;
import webhooks.settings.SettingSource;

class SettingListTest {
  private static Map<String, ReadSetting> list(Map<String, String> given, String ofLauncher) {
    return SettingList.read(
            List.of(new SettingSource(given::get, key -> "environment " + key)), ofLauncher)
        .stream()
        .collect(Collectors.toMap(ReadSetting::key, Function.identity()));
  }

  @Test
  void listsValuesDefaultsAndOrigins() {
    Map<String, ReadSetting> list =
        list(Map.of("webhooks.retention", "P1D", "webhooks.jms.user", "producer"), "");

    assertThat(list.get("webhooks.retention"))
        .isEqualTo(
            new ReadSetting(
                "webhooks.retention",
                Optional.of("P1D"),
                Optional.of("environment webhooks.retention")));
    assertThat(list.get("webhooks.rate-limit"))
        .isEqualTo(new ReadSetting("webhooks.rate-limit", Optional.of("5000"), Optional.empty()));
    assertThat(list.get("webhooks.jms.user").value()).contains("producer");
    assertThat(list).containsKeys("webhooks.http.port", "webhooks.log.format", "webhooks.db.url");
  }

  @Test
  void namesThePresetThatADefaultComesFrom() {
    Map<String, ReadSetting> list =
        list(
            Map.of("webhooks.token.preset", "keycloak", "webhooks.token.user-claims", "person"),
            "");

    assertThat(list.get("webhooks.token.client-claim").origin()).contains("preset keycloak");
    assertThat(list.get("webhooks.token.account-claim").origin()).contains("preset keycloak");
    assertThat(list.get("webhooks.token.user-claims").origin())
        .contains("environment webhooks.token.user-claims");
    assertThat(list.get("webhooks.token.role-claim").origin()).isEmpty();
    assertThat(list(Map.of(), "").get("webhooks.token.client-claim").origin()).isEmpty();
  }

  /** They show what an endpoint would turn on. Without it a wrong one harms nobody. */
  @Test
  void listsDefaultsOfTracesWithoutAnEndpoint() {
    Map<String, ReadSetting> list = list(Map.of("otel.traces.sampler", "always_on"), "");

    assertThat(list.get("otel.service.name").value()).contains("webhooks");
    assertThat(list.get("otel.traces.sampler.arg").value()).contains("0");
    assertThat(list.get("otel.exporter.otlp.protocol").value()).contains("http/protobuf");
    assertThat(list.get("otel.traces.sampler").value()).contains("always_on");
    assertThat(list.get("otel.exporter.otlp.headers").value()).isEmpty();
  }

  @Test
  void takesWhatTheLauncherHasRead() {
    ReadSetting port =
        new ReadSetting("webhooks.http.port", Optional.of("1234"), Optional.of("argument --port"));
    ReadSetting url = new ReadSetting("webhooks.db.url", Optional.empty(), Optional.empty());
    String resolved = "jdbc:h2:file:/data/database";

    Map<String, ReadSetting> list =
        list(Map.of("webhooks.db.url", resolved), port.line() + "\n" + url.line());

    assertThat(list.get("webhooks.http.port")).isEqualTo(port);
    assertThat(list.get("webhooks.db.url")).isEqualTo(url);
  }
}
