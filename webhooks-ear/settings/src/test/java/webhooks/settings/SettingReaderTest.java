package webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingReaderTest {
  @Test
  void takesTheFirstSourceThatHasTheKey() {
    SettingReader reader =
        new SettingReader(List.of(Map.of("a", "1")::get, Map.of("a", "2", "b", " 3 ")::get));

    assertThat(reader.text("a")).contains("1");
    assertThat(reader.text("b")).contains("3");
    assertThat(reader.text("c")).isEmpty();
  }

  @Test
  void skipsASourceWithAnEmptyValue() {
    assertThat(new SettingReader(List.of(key -> " ", key -> "2")).text("a")).contains("2");
    assertThat(new SettingReader(List.of(key -> "")).text("a")).isEmpty();
  }

  @Test
  void findsAnEnvironmentVariableByTheRuleOfMicroProfileConfig() {
    SettingReader reader =
        environment(Map.of("WEBHOOKS_ACCESS_CONTROL_URL", "upper", "webhooks.data.dir", "exact"));

    assertThat(reader.text("webhooks.access-control.url")).contains("upper");
    assertThat(reader.text("webhooks.data.dir")).contains("exact");
    assertThat(reader.text("webhooks.db.url")).isEmpty();
  }

  @Test
  void prefersTheVariableThatIsNamedLikeTheKey() {
    assertThat(environment(Map.of("a.b", "exact", "A_B", "upper")).text("a.b")).contains("exact");
    assertThat(environment(Map.of("a.b", "", "A_B", "upper")).text("a.b")).contains("upper");
    assertThat(environment(Map.of("a_b", "lower", "A_B", "upper")).text("a.b")).contains("lower");
  }

  @Test
  void readsASecretFromItsFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "correct horse\n");
    String path = file.toString();

    assertThat(environment(Map.of("A_B_FILE", path)).text("a.b")).contains("correct horse");
    assertThat(environment(Map.of("A_B_FILE", path, "A_B", "given")).text("a.b")).contains("given");
    assertThatThrownBy(() -> environment(Map.of("A_B_FILE", path + "x")).text("a.b"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting a.b.file must name a text file that can be read.");
  }

  @Test
  void refusesAnEmptyFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "\n");

    assertThatThrownBy(() -> environment(Map.of("A_B_FILE", file.toString())).text("a.b"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting a.b.file must name a text file that is not empty.");
  }

  @Test
  void namesTheVariableThatGivesTheValue() {
    Map<String, String> variables = Map.of("a_b", "lower", "A_B", "upper", "A_C", "1");
    SettingSource source = SettingSource.environment(variables::get);

    assertThat(source.origin().apply("a.b")).isEqualTo("environment variable a_b");
    assertThat(source.origin().apply("a.c")).isEqualTo("environment variable A_C");
  }

  @Test
  void reportsARefusedSettingThatIsGiven() {
    List<String> reported = new ArrayList<>();
    SettingReader reader =
        SettingReader.observed(
            List.of(SettingSource.properties(Map.of("a.b", "1")::get)),
            setting -> reported.add(setting.key()));
    reader.refuse("a.c", "is not supported");

    assertThatThrownBy(() -> reader.refuse("a.b", "is not supported"))
        .isInstanceOf(InvalidSetting.class);

    assertThat(reported).containsExactly("a.b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "-1", "65536", "8080.0", "999999"})
  void refusesAPortOutOfRange(String value) {
    SettingReader reader = new SettingReader(List.of(key -> value));

    assertThatThrownBy(() -> reader.port("a.port"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting a.port must be a port from 1 to 65535.");
  }

  private static SettingReader environment(Map<String, String> variables) {
    return new SettingReader(List.of(SettingReader.environment(variables::get)));
  }
}
