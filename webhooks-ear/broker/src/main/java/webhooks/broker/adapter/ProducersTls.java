package webhooks.broker.adapter;

import java.io.IOException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import webhooks.settings.InvalidSetting;
import webhooks.settings.tls.ServerCertificate;

/**
 * Provides the key store with which the embedded broker offers TLS to producers.
 *
 * <p>The key store is in the broker's directory, with a password that only this process knows. This
 * class writes it at the start, and again when the files of the certificate change.
 */
final class ProducersTls {
  private static final Logger LOG = Logger.getLogger(ProducersTls.class.getName());

  private final ServerCertificate certificate;
  private final Path store;
  private final String password = Credentials.random().password();

  /** Writes the key store into this directory. */
  ProducersTls(ServerCertificate certificate, Path directory) throws IOException {
    this.certificate = certificate;
    this.store = Files.createDirectories(directory).resolve("producers.p12");
    Files.deleteIfExists(store);
    if (store.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          store,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    certificate.write(store, password.toCharArray());
  }

  /** Returns the parameters of the acceptor. */
  String parameters() {
    return ";sslEnabled=true;enabledProtocols=TLSv1.3,TLSv1.2;keyStoreType=PKCS12;keyStorePath="
        + URLEncoder.encode(store.toString(), StandardCharsets.UTF_8)
        + ";keyStorePassword="
        + password;
  }

  /** Makes the broker look every few seconds whether the files have changed. */
  void watch(ActiveMQServer server, String acceptor) throws IOException {
    for (Path file : List.of(certificate.certificate(), certificate.key())) {
      server
          .getReloadManager()
          .addCallback(file.toUri().toURL(), changed -> reload(server, acceptor, changed));
    }
  }

  private void reload(ActiveMQServer server, String acceptor, URL changed) throws IOException {
    try {
      // Refuses files that are no pair before it changes the store.
      Path next = store.resolveSibling("producers.new.p12");
      certificate.write(next, password.toCharArray());
      Files.copy(next, store, StandardCopyOption.REPLACE_EXISTING);
      Files.delete(next);
      server.getRemotingService().getAcceptor(acceptor).reload();
      LOG.log(Level.INFO, "Producers see the certificate in {0}", certificate.certificate());
    } catch (InvalidSetting e) {
      LOG.log(Level.WARNING, "The former certificate stays in use: {0}", e.getMessage());
    }
  }
}
