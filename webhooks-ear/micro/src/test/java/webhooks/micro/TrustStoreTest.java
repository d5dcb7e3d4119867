package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.settings.InvalidSetting;
import webhooks.settings.tls.JavaAuthorities;

/** The file of authorities that the server opens with its own password. */
class TrustStoreTest {
  @TempDir private Path directory;

  private final Properties before = (Properties) System.getProperties().clone();

  @AfterEach
  void restoreProperties() {
    System.setProperties(before);
  }

  @Test
  void holdsWhatJavaTrustsAndKeepsItTrusted() throws Exception {
    List<X509Certificate> ofJava = JavaAuthorities.read();

    TrustStore.create(directory);

    assertThat(JavaAuthorities.read()).containsExactlyInAnyOrderElementsOf(ofJava);
    KeyStore store =
        KeyStore.getInstance(
            Path.of(System.getProperty(JavaAuthorities.TRUST_STORE)).toFile(),
            "changeit".toCharArray());
    List<Certificate> stored = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      assertThat(store.isCertificateEntry(alias)).isTrue();
      stored.add(store.getCertificate(alias));
    }
    assertThat(stored).hasSameElementsAs(ofJava);
  }

  @Test
  void refusesATrustStoreThatDoesNotExist() {
    System.setProperty(JavaAuthorities.TRUST_STORE, directory.resolve("none").toString());

    assertThatThrownBy(() -> TrustStore.create(directory))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting javax.net.ssl.trustStore must name a trust store");
  }
}
