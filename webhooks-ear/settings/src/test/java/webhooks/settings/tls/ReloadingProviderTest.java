package webhooks.settings.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.SettingReader;

/** The certificate of a server that has a key store and may have the files of the settings. */
class ReloadingProviderTest {
  private static final char[] PASSWORD = "password".toCharArray();

  private final HeldCertificate ofStore = new HeldCertificate.Builder().commonName("s").build();
  private final HeldCertificate first = new HeldCertificate.Builder().commonName("1").build();
  private final HeldCertificate second = new HeldCertificate.Builder().commonName("2").build();
  private final Map<String, String> settings = new HashMap<>();
  private Path directory;

  @BeforeEach
  void remember(@TempDir Path temporary) {
    directory = temporary;
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks.https", "webhooks.jms"})
  void presentsTheFilesOfItsSettings(String prefix) throws Exception {
    write(prefix, first, 1);
    X509ExtendedKeyManager keys = keys(prefix);
    assertThat(presented(keys)).isEqualTo(first.certificate());

    write(prefix, second, 2);

    assertThat(presented(keys)).isEqualTo(second.certificate());
  }

  @Test
  void presentsTheKeyStoreWithoutSettings() throws Exception {
    assertThat(presented(keys("webhooks.https"))).isEqualTo(ofStore.certificate());
  }

  @Test
  void presentsTheKeyStoreIfTheFilesCannotBeUsed() throws Exception {
    write("webhooks.jms", first, 1);
    Files.writeString(directory.resolve("key"), second.privateKeyPkcs8Pem());

    assertThat(presented(keys("webhooks.jms"))).isEqualTo(ofStore.certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void offersTlsWithoutFiniteFields(String protocol) throws Exception {
    Provider provider = new ReloadingProvider(new SettingReader(List.of(settings::get)));
    SSLContext context = SSLContext.getInstance(protocol, provider);
    context.init(null, null, null);

    assertThat(
            context
                .createSSLEngine()
                .getSSLParameters()
                .getAlgorithmConstraints()
                .permits(Set.of(CryptoPrimitive.KEY_AGREEMENT), "ffdhe8192", null))
        .isFalse();
  }

  private void write(String prefix, HeldCertificate held, long second) throws IOException {
    settings.put(prefix + ".certificate", write("certificate", held.certificatePem(), second));
    settings.put(prefix + ".key", write("key", held.privateKeyPkcs8Pem(), second));
  }

  private String write(String name, String text, long second) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    return file.toString();
  }

  private X509ExtendedKeyManager keys(String prefix) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "webhooks",
        ofStore.keyPair().getPrivate(),
        PASSWORD,
        new Certificate[] {ofStore.certificate()});
    Provider provider = new ReloadingProvider(new SettingReader(List.of(settings::get)));
    KeyManagerFactory factory = KeyManagerFactory.getInstance(prefix, provider);
    factory.init(store, PASSWORD);
    return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
  }

  private static Certificate presented(X509ExtendedKeyManager keys) {
    return keys.getCertificateChain(keys.chooseEngineServerAlias("EC", null, null))[0];
  }
}
