package webhooks.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.id.MailAddress;
import webhooks.domain.settings.MailSettings.Tls;

class MailSettingsTest {
  private static final String[] PAGE = {
    "webhooks.public-url", "https://webhooks.example", "webhooks.console.client-id", "console"
  };

  private static MailSettings of(String host, String... more) {
    return TestSettings.with(
            Stream.of(
                    PAGE,
                    new String[] {
                      "webhooks.mail.host", host, "webhooks.mail.from", "webhooks@example.com"
                    },
                    more)
                .flatMap(Stream::of)
                .toArray(String[]::new))
        .mail()
        .orElseThrow();
  }

  @Test
  void isOffByDefault() {
    assertThat(TestSettings.with().mail()).isEmpty();
    assertThat(TestSettings.with("webhooks.mail.port", "25").mail()).isEmpty();
  }

  @Test
  void encryptsByDefault() {
    assertThat(of("mail.example.com"))
        .isEqualTo(
            new MailSettings(
                "mail.example.com",
                587,
                Optional.empty(),
                new MailAddress("webhooks@example.com"),
                Tls.STARTTLS,
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, OFF, 25",
    "localhost, OFF, 25",
    "::1, OFF, 25",
    "127.0.0.1.example, STARTTLS, 587"
  })
  void needsNoEncryptionOnThisMachine(String host, Tls tls, int port) {
    assertThat(of(host))
        .extracting(MailSettings::tls, MailSettings::port)
        .containsExactly(tls, port);
  }

  @Test
  void neverSendsThePasswordInTheClear() {
    String[] login = {"webhooks.mail.user", "user", "webhooks.mail.password", "hidden"};

    assertThat(of("mail.example.com", login)).hasToString(of("mail.example.com", login).toString());
    assertThat(of("mail.example.com", login).toString()).doesNotContain("hidden", "user");
    assertThatThrownBy(
            () ->
                of(
                    "mail.example.com",
                    login[0],
                    login[1],
                    login[2],
                    login[3],
                    "webhooks.mail.tls",
                    "off"))
        .hasMessageContaining("webhooks.mail.tls");
  }

  @ParameterizedTest
  @CsvSource({
    "webhooks.mail.from, webhooks",
    "webhooks.mail.port, 0",
    "webhooks.mail.tls, maybe",
    "webhooks.mail.host, mail.example.com:25",
    "webhooks.mail.password, hidden",
    "webhooks.public-url, ''",
    "webhooks.console.client-id, ''"
  })
  void refusesWhatCannotWork(String key, String value) {
    String named =
        key.equals("webhooks.mail.password")
            ? "webhooks.mail.user"
            : key.startsWith("webhooks.mail") ? key : "webhooks.mail.host";

    assertThatThrownBy(() -> of("mail.example.com", key, value))
        .hasMessageContaining(named)
        .message()
        .doesNotContain("hidden");
  }
}
