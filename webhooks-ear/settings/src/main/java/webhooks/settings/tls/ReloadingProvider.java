package webhooks.settings.tls;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLContext;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * Lets a server present the current certificate of the operator's PEM files, although the server
 * reads its own key store only once.
 *
 * <p>The key manager factories have the algorithms {@code webhooks.https} and {@code webhooks.jms}.
 * The settings {@code .certificate} and {@code .key} after this name give the files. Without usable
 * files, the certificate in the key store is in use until the next start.
 *
 * <p>The provider also offers contexts of TLS 1.2 and 1.3 that exchange keys on elliptic curves
 * only. WildFly names this class in its configuration, so its name stays.
 */
public final class ReloadingProvider extends Provider {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(ReloadingProvider.class.getName());

  private static final String NAME = "webhooks";
  private static final String TYPE = KeyManagerFactory.class.getSimpleName();

  /** Creates the provider; the server does so by the class name in its configuration. */
  public ReloadingProvider() {
    this(SettingReader.ofProcess());
  }

  ReloadingProvider(SettingReader settings) {
    super(NAME, "1", "TLS with certificates that are read again when their files change");
    putService(new ReloadingKeys(this, "webhooks.https", settings));
    putService(new ReloadingKeys(this, "webhooks.jms", settings));
    putService(new EllipticContexts(this, "TLSv1.2"));
    putService(new EllipticContexts(this, "TLSv1.3"));
  }

  /** Creates the contexts of one protocol. */
  private static final class EllipticContexts extends Service {
    EllipticContexts(Provider provider, String protocol) {
      super(
          provider,
          SSLContext.class.getSimpleName(),
          protocol,
          EllipticTls.class.getName(),
          List.of(),
          Map.of());
    }

    @Override
    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
      return EllipticTls.provided(getAlgorithm());
    }
  }

  /** Creates the factories for one pair of settings. */
  private static final class ReloadingKeys extends Service {
    private final SettingReader settings;

    ReloadingKeys(Provider provider, String algorithm, SettingReader settings) {
      super(provider, TYPE, algorithm, Factory.class.getName(), List.of(), Map.of());
      this.settings = settings;
    }

    @Override
    public Object newInstance(Object parameter) {
      return new Factory(getAlgorithm(), settings);
    }
  }

  /** Prefers the files of the settings to the key store that the server gives. */
  private static final class Factory extends KeyManagerFactorySpi {
    private final String prefix;
    private final SettingReader settings;
    private KeyManager[] ofStore = {};

    Factory(String prefix, SettingReader settings) {
      this.prefix = prefix;
      this.settings = settings;
    }

    @Override
    protected void engineInit(KeyStore store, char[] password)
        throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableKeyException {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password);
      ofStore = factory.getKeyManagers();
    }

    @Override
    protected void engineInit(ManagerFactoryParameters parameters)
        throws InvalidAlgorithmParameterException {
      throw new InvalidAlgorithmParameterException("Only a key store can be given");
    }

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      try {
        return ServerCertificate.read(settings, prefix)
            .map(files -> new KeyManager[] {new ReloadingKeyManager(files)})
            .orElse(ofStore);
      } catch (InvalidSetting e) {
        LOG.log(Level.WARNING, "A new certificate needs a restart: {0}", e.getMessage());
        return ofStore;
      }
    }
  }
}
