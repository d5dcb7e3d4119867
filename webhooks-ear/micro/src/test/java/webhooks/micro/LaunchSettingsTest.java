package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchSettingsTest {
  private static final Path DATA = Path.of("/data");

  @Test
  void listensOnThisMachineOnlyByDefault() {
    assertThat(HttpSettings.read(properties(Map.of())))
        .isEqualTo(new HttpSettings("127.0.0.1", 8080));
  }

  @Test
  void prefersTheArgumentToThePropertyToTheEnvironment() {
    Map<String, String> property = Map.of("webhooks.http.port", "2");
    Map<String, String> environment = Map.of("WEBHOOKS_HTTP_PORT", "3");

    assertThat(
            HttpSettings.read(
                    new SettingSource(
                        Arguments.parse("--port", "1").settings(), property::get, environment::get))
                .port())
        .isEqualTo(1);
    assertThat(
            HttpSettings.read(new SettingSource(Map.of(), property::get, environment::get)).port())
        .isEqualTo(2);
    assertThat(HttpSettings.read(new SettingSource(Map.of(), x -> null, environment::get)).port())
        .isEqualTo(3);
  }

  @Test
  void refusesAPortInUse() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpSettings taken = new HttpSettings("127.0.0.1", other.getLocalPort());

      assertThatThrownBy(taken::refuseIfTaken)
          .isInstanceOf(InvalidSetting.class)
          .hasMessage("Setting webhooks.http.port names a port that is in use.");
    }
  }

  @Test
  void refusesAnAddressOfAnotherMachine() {
    assertThatThrownBy(new HttpSettings("192.0.2.1", 8080)::refuseIfTaken)
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting webhooks.http.address must be an address of this machine.");
  }

  @Test
  void takesAnEmptyValueForNone() {
    assertThat(HttpSettings.read(properties(Map.of("webhooks.http.port", " "))).port())
        .isEqualTo(8080);
  }

  @Test
  void leavesOtherArgumentsToTheServer() {
    Arguments arguments = Arguments.parse("--deploy", "dev.war", "--port", "1", "--logo");

    assertThat(arguments.others()).containsExactly("--deploy", "dev.war", "--logo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "-1", "65536", "8080.0", "999999"})
  void refusesWhatIsNoPort(String port) {
    assertThatThrownBy(() -> HttpSettings.read(properties(Map.of("webhooks.http.port", port))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting webhooks.http.port must be a port from 1 to 65535.");
  }

  @Test
  void refusesAPortThatIsMissing() {
    SettingSource source =
        new SettingSource(Arguments.parse("--port").settings(), x -> null, x -> null);

    assertThatThrownBy(() -> HttpSettings.read(source)).isInstanceOf(InvalidSetting.class);
  }

  @Test
  void embedsADatabaseThatWritesAtOnce() {
    Database database = Database.read(properties(Map.of()), DATA);

    assertThat(database.driver()).startsWith("org.h2.");
    assertThat(database.url()).startsWith("jdbc:h2:file:/data/database;").contains("WRITE_DELAY=0");
  }

  @Test
  void takesPostgresqlByItsAddress() {
    assertThat(postgresql("jdbc:postgresql://db/webhooks"))
        .isEqualTo(
            new Database(
                "org.postgresql.ds.PGSimpleDataSource",
                "jdbc:postgresql://db/webhooks?loginTimeout=10"
                    + "&options=-c%20idle_in_transaction_session_timeout=30s&socketTimeout=30"));
  }

  @Test
  void leavesTheLimitsOfAPostgresqlToItsAddress() {
    String url = "jdbc:postgresql://db/webhooks?socketTimeout=0&options=-c%20x=y&loginTimeout=60";

    assertThat(postgresql(url).url()).isEqualTo(url);
    assertThat(postgresql("jdbc:postgresql://db/webhooks?xsocketTimeout=0").url())
        .endsWith("&socketTimeout=30");
  }

  private static Database postgresql(String url) {
    return Database.read(properties(Map.of("webhooks.db.url", url)), DATA);
  }

  @Test
  void refusesAnotherDatabaseWithoutTellingItsAddress() {
    assertThatThrownBy(
            () -> Database.read(properties(Map.of("webhooks.db.url", "jdbc:x:secret")), DATA))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.db.url")
        .hasMessageNotContaining("secret");
  }

  private static SettingSource properties(Map<String, String> properties) {
    return new SettingSource(Map.of(), properties::get, key -> null);
  }
}
