package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.ra.ActiveMQRaUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

class BrokerSettingsTest {
  @Test
  void usesAnEmbeddedBrokerWithoutListenerByDefault() {
    BrokerSettings settings = read(Map.of());

    assertThat(settings.remote()).isEmpty();
    assertThat(settings.listen()).isEmpty();
    assertThat(settings.directory()).isEqualTo(Path.of("webhooks-data/broker").toAbsolutePath());
  }

  @Test
  void passesTheOptionsOfTheUrlToTheConnection() {
    BrokerSettings settings =
        read(Map.of("webhooks.jms.url", "tcp://broker:61616?sslEnabled=true"));

    assertThat(settings.remote().orElseThrow().connectionParameters())
        .isEqualTo("host=broker;port=61616;connect-timeout-millis=3000;sslEnabled=true");
  }

  @Test
  void connectsToEachAddressWithTheSameOptions() {
    RemoteBroker pair = remote("(tcp://a:61616,tcp://[::1]:61617)?sslEnabled=true");

    assertThat(pair.connectionParameters())
        .isEqualTo(
            "host=a;port=61616;connect-timeout-millis=3000;sslEnabled=true,"
                + "host=::1;port=61617;connect-timeout-millis=3000;sslEnabled=true");
    assertThat(pair.connectorClasses(String.class)).isEqualTo("java.lang.String,java.lang.String");
  }

  @Test
  void anOptionOfTheUrlReplacesTheDefault() {
    assertThat(remote("tcp://a:1?connect-timeout-millis=7000").parametersOfEach())
        .containsExactly(Map.of("host", "a", "port", "1", "connect-timeout-millis", "7000"));
  }

  /** The resource adapter splits its parameters at commas, and the product at ampersands. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2,TLSv1.3", "TLSv1.2%2CTLSv1.3"})
  void keepsACommaInTheValueOfAnOption(String protocols) {
    RemoteBroker pair =
        remote(
            "(tcp://a:1,tcp://b:2)?enabledProtocols="
                + protocols
                + "&trustStorePassword=a%26b+c&sslEnabled=true");

    assertThat(ActiveMQRaUtils.parseConfig(pair.connectionParameters()))
        .isEqualTo(pair.parametersOfEach())
        .hasSize(2)
        .allSatisfy(
            each ->
                assertThat(each)
                    .containsEntry("enabledProtocols", "TLSv1.2,TLSv1.3")
                    .containsEntry("trustStorePassword", "a&b+c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pass;word",
        "pass%3Bword",
        "password=",
        "pass%3Dword",
        "pass%5Cword",
        "%20password"
      })
  void refusesAValueThatTheConnectionCannotTake(String value) {
    assertThatThrownBy(() -> remote("tcp://b:1?sslEnabled=true&keyStorePassword=" + value))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.jms.url")
        .hasMessageContaining("keyStorePassword")
        .hasMessageNotContaining("word=")
        .hasMessageNotContaining("pass;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslEnabled", "=true", "sslEnabled=", "a=1&a=2", "&a=1", "a;b=1"})
  void refusesMalformedOptions(String options) {
    assertRefused(Map.of("webhooks.jms.url", "tcp://b:1?" + options), "webhooks.jms.url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ha=true", "sslEnabled=true&reconnectAttempts=-1"})
  void refusesParametersOfClientsThatWaitForABroker(String options) {
    assertRefused(Map.of("webhooks.jms.url", "tcp://b:1?" + options), "must not set ha");
    assertRefused(Map.of("webhooks.jms.url", "(tcp://b:1,tcp://c:1)?" + options), "must not set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", ":61616", "127.0.0.1:0", "127.0.0.1:70000", "::1:61616"})
  void refusesAMalformedListenAddress(String text) {
    assertRefused(Map.of("webhooks.jms.listen", text), "webhooks.jms.listen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:61616", "[::]:61616", "192.0.2.1:61616"})
  void refusesAPublicAddressWithoutPassword(String text) {
    assertRefused(Map.of("webhooks.jms.listen", text), "must be a loopback address");
  }

  @Test
  void acceptsAPublicAddressWithPassword() {
    BrokerSettings settings =
        read(
            Map.of(
                "webhooks.jms.listen", "[::]:61616",
                "webhooks.jms.user", "producer",
                "webhooks.jms.password", "secret"));

    assertThat(settings.listen().orElseThrow().uri()).isEqualTo("tcp://[::]:61616");
    assertThat(settings.credentials().orElseThrow()).hasToString("Credentials[producer]");
  }

  @Test
  void requiresUserAndPasswordTogether() {
    assertRefused(Map.of("webhooks.jms.user", "x"), "webhooks.jms.password");
    assertRefused(Map.of("webhooks.jms.password", "x"), "webhooks.jms.user");
    assertRefused(Map.of("webhooks.jms.operations-user", "x"), "webhooks.jms.operations-password");
  }

  @Test
  void refusesOperatorsThatCannotConnectOrAreProducers() {
    assertRefused(
        Map.of("webhooks.jms.operations-user", "x", "webhooks.jms.operations-password", "y"),
        "set webhooks.jms.listen");
    assertRefused(
        Map.of(
            "webhooks.jms.listen", "127.0.0.1:1",
            "webhooks.jms.user", "x",
            "webhooks.jms.password", "y",
            "webhooks.jms.operations-user", "x",
            "webhooks.jms.operations-password", "z"),
        "must be another user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broker:61616",
        "http://broker:61616",
        "tcp://broker",
        "tcp://u:p@b:1",
        "tcp://a:1,tcp://b:1",
        "(tcp://a:1,)",
        "(tcp://a:1,tcp://b)",
        "(tcp://a:1,tcp://b:1?sslEnabled=true)",
        "(tcp://a:1?x=1,tcp://b:1)?sslEnabled=true",
        "()"
      })
  void refusesAMalformedBrokerUrl(String text) {
    assertRefused(Map.of("webhooks.jms.url", text), "webhooks.jms.url");
  }

  @Test
  void refusesAListenAddressWithARemoteBroker() {
    assertRefused(
        Map.of("webhooks.jms.url", "tcp://b:1", "webhooks.jms.listen", "127.0.0.1:1"),
        "webhooks.jms.listen");
  }

  private static RemoteBroker remote(String url) {
    return read(Map.of("webhooks.jms.url", url)).remote().orElseThrow();
  }

  private static void assertRefused(Map<String, String> settings, String expected) {
    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(expected);
  }

  private static BrokerSettings read(Map<String, String> settings) {
    return BrokerSettings.read(new SettingReader(List.of(settings::get)));
  }
}
