package webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadSettingTest {
  @Test
  void lineKeepsAllButSecrets() {
    ReadSetting port = new ReadSetting("a.b", Optional.of("1 2"), Optional.of("argument --b"));
    ReadSetting none = new ReadSetting("a.c", Optional.empty(), Optional.empty());
    ReadSetting secret =
        new ReadSetting("webhooks.db.password", Optional.of("hunter2"), Optional.of("file a"));

    assertThat(ReadSetting.parse(port.line())).isEqualTo(port);
    assertThat(ReadSetting.parse(none.line())).isEqualTo(none);
    assertThat(secret.line()).doesNotContain("hunter2");
    assertThat(ReadSetting.parse(secret.line()).shown()).isEqualTo("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhooks.db.password",
        "webhooks.jms.password",
        "webhooks.encryption.key",
        "webhooks.encryption.previous-keys",
        "webhooks.tracing.headers",
        "a.client-secret"
      })
  void hidesSecrets(String key) {
    assertThat(setting(key, "of a secret").shown()).isEqualTo("***");
    assertThat(new ReadSetting(key, Optional.empty(), Optional.empty()).shown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "webhooks.https.key,/etc/webhooks/https.key",
    "webhooks.token.client-claim,client_id",
    "mp.jwt.token.header,Authorization",
    "webhooks.jms.url,tcp://host:61616?sslEnabled=true"
  })
  void showsOtherValues(String key, String value) {
    assertThat(setting(key, value).shown()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://host:1?trustStorePassword=s3cret&a=b,tcp://host:1?trustStorePassword=***&a=b",
    "jdbc:postgresql://h/d?password=s3cret,jdbc:postgresql://h/d?password=***",
    "jdbc:h2:file:/d;PASSWORD=s3cret;A=b,jdbc:h2:file:/d;PASSWORD=***",
    "jdbc:postgresql://h/d?password=s3;c?ret&a=b,jdbc:postgresql://h/d?password=***&a=b",
    "jdbc:postgresql://u:s3/cret@h/d,jdbc:postgresql://***@h/d",
    "https://u:s3@cret@host/keys,https://***@host/keys",
    "https://user:s3cret@host/keys,https://***@host/keys",
    "https://host/keys?access_token=s3cret,https://host/keys?access_token=***"
  })
  void hidesSecretsInsideUrls(String value, String shown) {
    assertThat(setting("webhooks.x.url", value).shown()).isEqualTo(shown);
  }

  @Test
  void hidesAKeyInPlaceOfItsFile() {
    String pem = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----";

    assertThat(setting("webhooks.https.key", pem).shown()).isEqualTo("***");
  }

  @Test
  void showsOneLine() {
    assertThat(setting("a.b", "1\n2\t3").shown()).isEqualTo("1 2 3");
  }

  @Test
  void namesTheOriginOfAValue(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("value"), "of a file");
    List<ReadSetting> read = new ArrayList<>();
    SettingReader reader =
        SettingReader.observed(
            List.of(
                SettingSource.properties(Map.of("a.property", "1")::get),
                SettingSource.environment(
                    Map.of("A_VARIABLE", "2", "A_SECRET_FILE", file.toString())::get)),
            read::add);

    reader.text("a.property");
    reader.text("a.variable", "default");
    reader.text("a.secret");
    reader.count("a.count", 5);
    reader.text("nothing");
    reader.skip("skipped");

    assertThat(read)
        .containsExactly(
            new ReadSetting(
                "a.property", Optional.of("1"), Optional.of("system property a.property")),
            new ReadSetting(
                "a.variable", Optional.of("2"), Optional.of("environment variable A_VARIABLE")),
            new ReadSetting(
                "a.secret",
                Optional.of("of a file"),
                Optional.of("file " + file + " (environment variable A_SECRET_FILE)")),
            new ReadSetting("a.count", Optional.of("5"), Optional.empty()),
            new ReadSetting("nothing", Optional.empty(), Optional.empty()),
            new ReadSetting("skipped", Optional.empty(), Optional.empty()));
  }

  private static ReadSetting setting(String key, String value) {
    return new ReadSetting(key, Optional.of(value), Optional.of("a test"));
  }
}
