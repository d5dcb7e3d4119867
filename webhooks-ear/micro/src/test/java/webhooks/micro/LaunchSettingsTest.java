package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;
import webhooks.settings.SettingSource;

class LaunchSettingsTest {
  private static final Path DATA = Path.of("/data");

  @Test
  void listensOnThisMachineOnlyByDefault() {
    assertThat(HttpSettings.read(properties(Map.of())))
        .isEqualTo(new HttpSettings("127.0.0.1", OptionalInt.of(8080)));
  }

  @Test
  void prefersTheArgumentToThePropertyToTheEnvironment() {
    assertThat(port(CommandLine.parse("--port", "1"), Map.of("webhooks.http.port", "2")))
        .isEqualTo(1);
    assertThat(port(CommandLine.parse(), Map.of("webhooks.http.port", "2"))).isEqualTo(2);
    assertThat(port(CommandLine.parse(), Map.of())).isEqualTo(3);
  }

  private static int port(CommandLine arguments, Map<String, String> properties) {
    Map<String, String> environment = Map.of("WEBHOOKS_HTTP_PORT", "3");
    SettingReader reader =
        SettingReader.observed(
            List.of(
                arguments.source(),
                SettingSource.properties(properties::get),
                SettingSource.environment(environment::get)),
            setting -> {});
    return HttpSettings.read(reader).port().orElseThrow();
  }

  @Test
  void refusesAPortInUse() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpSettings taken = new HttpSettings("127.0.0.1", OptionalInt.of(other.getLocalPort()));

      assertThatThrownBy(taken::refuseIfTaken)
          .isInstanceOf(InvalidSetting.class)
          .hasMessage("Setting webhooks.http.port names a port that is in use.");
    }
  }

  @Test
  void refusesAnAddressOfAnotherMachine() {
    assertThatThrownBy(new HttpSettings("192.0.2.1", OptionalInt.of(8080))::refuseIfTaken)
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting webhooks.http.address must be an address of this machine.");
  }

  @Test
  void treatsAnEmptyValueAsNotSet() {
    assertThat(HttpSettings.read(properties(Map.of("webhooks.http.port", " "))).port())
        .hasValue(8080);
  }

  @Test
  void opensNoPortThatIsOff() {
    HttpSettings off = HttpSettings.read(properties(Map.of("webhooks.http.port", "off")));

    assertThat(off.port()).isEmpty();
    assertThatCode(off::refuseIfTaken).doesNotThrowAnyException();
    assertThat(PayaraCommands.afterDeployment(false, true))
        .singleElement()
        .asString()
        .contains("https-listener.enabled=true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "-1", "65536", "8080.0", "999999"})
  void refusesAPortOutOfRange(String port) {
    assertThatThrownBy(() -> HttpSettings.read(properties(Map.of("webhooks.http.port", port))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting webhooks.http.port must be a port from 1 to 65535.");
  }

  @Test
  void usesAnEmbeddedDatabaseByDefault() {
    DatabaseSettings database = DatabaseSettings.read(properties(Map.of()), DATA);

    assertThat(database.driver()).startsWith("org.h2.");
    assertThat(database.url()).startsWith("jdbc:h2:file:/data/database;").contains("WRITE_DELAY=0");
  }

  @Test
  void usesPostgresqlIfItsUrlIsSet() {
    assertThat(postgresql("jdbc:postgresql://db/webhooks"))
        .isEqualTo(
            new DatabaseSettings(
                "org.postgresql.ds.PGSimpleDataSource",
                "jdbc:postgresql://db/webhooks?connectTimeout=2&loginTimeout=10"
                    + "&options=-c%20idle_in_transaction_session_timeout=30s%20-c%20jit=off"
                    + "&socketTimeout=15&targetServerType=primary&tcpKeepAlive=true"));
  }

  @Test
  void keepsParametersThatTheUrlSets() {
    String url =
        "jdbc:postgresql://a:1,b:2/webhooks?socketTimeout=0&options=-c%20x=y&loginTimeout=60"
            + "&connectTimeout=9&tcpKeepAlive=false&targetServerType=any";

    assertThat(postgresql(url).url()).isEqualTo(url);
    assertThat(postgresql("jdbc:postgresql://db/webhooks?xsocketTimeout=0").url())
        .contains("&socketTimeout=15");
  }

  private static DatabaseSettings postgresql(String url) {
    return DatabaseSettings.read(properties(Map.of("webhooks.db.url", url)), DATA);
  }

  @Test
  void refusesAnotherDatabaseWithoutShowingItsUrl() {
    assertThatThrownBy(
            () ->
                DatabaseSettings.read(properties(Map.of("webhooks.db.url", "jdbc:x:secret")), DATA))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.db.url")
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesLoginInTheUrlOfTheDatabase() {
    assertThatThrownBy(() -> postgresql("jdbc:postgresql://webhooks:s3cret@db/webhooks"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "Setting webhooks.db.url must have no user and password: set webhooks.db.user and"
                + " webhooks.db.password.");
    assertThat(postgresql("jdbc:postgresql://db/webhooks?user=a@b").url()).contains("a@b");
  }

  private static SettingReader properties(Map<String, String> properties) {
    return new SettingReader(List.of(properties::get));
  }
}
