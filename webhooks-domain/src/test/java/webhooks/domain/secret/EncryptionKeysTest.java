package webhooks.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.LoggedLines;
import webhooks.domain.database.Dialect;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TestSettings;
import webhooks.settings.InvalidSetting;

class EncryptionKeysTest {
  private static final String ONE = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  private static final String TWO = "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";

  @Test
  void createsKeyFileForItsOwnerOnly(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("new/data");

    List<EncryptionKey> keys = EncryptionKeys.of(keptIn(data), Dialect.H2);

    Path file = data.resolve("encryption.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Base64.getDecoder().decode(Files.readString(file))).hasSize(32);
    assertThat(keys).hasSize(1);
    assertThat(data).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void keepsTheCreatedKey(@TempDir Path directory) {
    String first = EncryptionKeys.of(keptIn(directory), Dialect.H2).get(0).id();

    assertThat(EncryptionKeys.of(keptIn(directory), Dialect.H2).get(0).id()).isEqualTo(first);
  }

  @Test
  void createsADifferentKeyPerDirectory(@TempDir Path one, @TempDir Path two) {
    assertThat(EncryptionKeys.of(keptIn(one), Dialect.H2).get(0).id())
        .isNotEqualTo(EncryptionKeys.of(keptIn(two), Dialect.H2).get(0).id());
  }

  @Test
  void replacesTheTemporaryFileOfACrash(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("encryption.key.new"), "half a k");

    EncryptionKeys.of(keptIn(directory), Dialect.H2);

    assertThat(Files.readString(directory.resolve("encryption.key"))).hasSize(44);
  }

  @Test
  void refusesABrokenKeyFile(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("encryption.key"), "not-a-key");

    assertThatThrownBy(() -> EncryptionKeys.of(keptIn(directory), Dialect.H2))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(directory.resolve("encryption.key").toString())
        .hasMessageNotContaining("not-a-key");
  }

  @ParameterizedTest
  @CsvSource({"rw-------, 0", "rw-r-----, 1", "rw----r--, 1"})
  void warnsIfOthersCanReadTheKey(String mode, int warnings, @TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("elsewhere"), ONE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    Files.createSymbolicLink(directory.resolve("encryption.key"), file);

    try (LoggedLines log = LoggedLines.of(EncryptionKeys.class)) {
      EncryptionKeys.of(keptIn(directory), Dialect.H2);

      assertThat(log.at(Level.WARNING))
          .hasSize(warnings)
          .allSatisfy(line -> assertThat(line).contains("encryption.key").doesNotContain(ONE));
    }
  }

  @Test
  void requiresAKeyForPostgreSql(@TempDir Path directory) {
    assertThatThrownBy(() -> EncryptionKeys.of(keptIn(directory), Dialect.POSTGRESQL))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.encryption.key must be set")
        .hasMessageContaining("openssl rand -base64 32");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void prefersTheConfiguredKey(@TempDir Path directory) {
    Settings settings =
        TestSettings.with(
            "webhooks.data.dir", directory.toString(),
            "webhooks.encryption.key", ONE,
            "webhooks.encryption.previous-keys", TWO);

    assertThat(EncryptionKeys.of(settings, Dialect.H2)).hasSize(2);
    assertThat(EncryptionKeys.of(settings, Dialect.POSTGRESQL).get(0).id())
        .isEqualTo(EncryptionKey.of("key", ONE).id());
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no base64 at all!",
        "c2hvcnQ=",
        "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MA==",
        "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEy"
      })
  void namesTheSettingOfAnInvalidKeyOnly(String key) {
    assertThatThrownBy(
            () ->
                EncryptionKeys.of(
                    TestSettings.with("webhooks.encryption.key", key), Dialect.POSTGRESQL))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting webhooks.encryption.key must be")
        .hasMessageNotContaining(key);
    assertThatThrownBy(
            () ->
                EncryptionKeys.of(
                    TestSettings.with(
                        "webhooks.encryption.key", ONE, "webhooks.encryption.previous-keys", key),
                    Dialect.POSTGRESQL))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting webhooks.encryption.previous-keys must be")
        .hasMessageNotContaining(key);
  }

  @Test
  void showsOnlyTheIdOfAKey() {
    EncryptionKey key = EncryptionKey.of("key", ONE);

    assertThat(key.id()).matches("[0-9a-f]{16}");
    assertThat(key.toString()).isEqualTo("EncryptionKey[" + key.id() + "]");
  }

  private static Settings keptIn(Path directory) {
    return TestSettings.with("webhooks.data.dir", directory.toString());
  }
}
