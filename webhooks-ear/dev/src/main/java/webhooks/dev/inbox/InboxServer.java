package webhooks.dev.inbox;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Runs the HTTPS server of the inboxes, on loopback only. The product's own server has no HTTPS
 * listener without a configured certificate.
 */
@WebListener
public class InboxServer implements ServletContextListener {
  private static final Logger LOG = Logger.getLogger(InboxServer.class.getName());

  private final Inboxes inboxes;
  private HttpsServer server;
  private ExecutorService threads;

  /** Creates the listener, for the container. */
  protected InboxServer() {
    this(null);
  }

  @Inject
  InboxServer(Inboxes inboxes) {
    this.inboxes = inboxes;
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Config config = ConfigProvider.getConfig();
    int port = config.getOptionalValue("webhooks.dev.inbox.port", Integer.class).orElse(8443);
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(
              PemSslContext.create(
                  Path.of(config.getValue("webhooks.dev.inbox.certificate", String.class)),
                  Path.of(config.getValue("webhooks.dev.inbox.key", String.class)))));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("The inbox can't listen on port " + port, e);
    }
    threads = Executors.newFixedThreadPool(16);
    server.setExecutor(threads);
    server.createContext(InboxHandler.PATH, new InboxHandler(inboxes));
    server.start();
    LOG.log(Level.INFO, "Inbox at https://127.0.0.1:{0,number,#}/dev/inbox/", port);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (server != null) {
      server.stop(0);
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
