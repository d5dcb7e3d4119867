package webhooks.settings.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import webhooks.settings.InvalidSetting;

/**
 * Presents a server's certificate, and reads it again when its files have changed.
 *
 * <p>Each handshake looks at the files' times, sizes and real paths. If the new files are no pair,
 * for example because only one of them is written yet, the former certificate stays in use. Safe
 * for several threads.
 */
public final class ReloadingKeyManager extends X509ExtendedKeyManager {
  private static final Logger LOG = Logger.getLogger(ReloadingKeyManager.class.getName());
  private static final char[] PASSWORD = new char[0];

  private final ServerCertificate files;
  private List<Object> seen;
  private int loads;
  private volatile X509ExtendedKeyManager current;

  /** Serves a handshake that began before a change and asks for the former certificate's key. */
  private volatile X509ExtendedKeyManager former;

  /**
   * Creates the manager.
   *
   * @throws InvalidSetting if the files can't be used
   */
  public ReloadingKeyManager(ServerCertificate files) {
    this.files = files;
    seen = state();
    current = load();
    former = current;
  }

  private synchronized X509ExtendedKeyManager fresh() {
    List<Object> state = state();
    if (!state.equals(seen)) {
      seen = state;
      try {
        X509ExtendedKeyManager loaded = load();
        former = current;
        current = loaded;
        LOG.log(Level.INFO, "The certificate in {0} is in use", files.certificate());
      } catch (InvalidSetting e) {
        LOG.log(Level.WARNING, "The former certificate stays in use: {0}", e.getMessage());
      }
    }
    return current;
  }

  /** Returns a value that changes when one of the files is replaced. */
  private List<Object> state() {
    return List.of(state(files.certificate()), state(files.key()));
  }

  private static Object state(Path file) {
    try {
      return List.of(Files.getLastModifiedTime(file), Files.size(file), file.toRealPath());
    } catch (IOException e) {
      return "missing";
    }
  }

  /** Loads the files under a new alias, which distinguishes current keys from former ones. */
  private X509ExtendedKeyManager load() {
    loads++;
    try {
      KeyStore store = files.keyStore(ServerCertificate.ALIAS + loads, PASSWORD);
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, PASSWORD);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidSetting(files.settings() + ".key", "can't be used: " + e.getMessage());
    }
  }

  private <T> T ofAlias(Function<X509ExtendedKeyManager, T> get) {
    T value = get.apply(current);
    return value == null ? get.apply(former) : value;
  }

  @Override
  public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
    return fresh().chooseEngineServerAlias(type, issuers, engine);
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return fresh().chooseServerAlias(type, issuers, socket);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return ofAlias(keys -> keys.getCertificateChain(alias));
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return ofAlias(keys -> keys.getPrivateKey(alias));
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return current.getServerAliases(type, issuers);
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return null;
  }
}
