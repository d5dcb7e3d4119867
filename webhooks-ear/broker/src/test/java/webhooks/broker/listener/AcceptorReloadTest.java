package webhooks.broker.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that a new certificate never closes the listener. */
@Timeout(60)
class AcceptorReloadTest {
  private static final int RELOADS = 50;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private ActiveMQServer server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .addAcceptorConfiguration("a", "tcp://127.0.0.1:" + port + "?protocols=CORE");
    server = ActiveMQServers.newActiveMQServer(configuration, false);
    GuardedAcceptorFactory.guardAcceptorsOf(server, ListenerHooks.NONE);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    server.stop();
  }

  @Test
  void acceptsConnectionsDuringReloads() throws Exception {
    Acceptor acceptor = server.getRemotingService().getAcceptor("a");
    List<Future<?>> reloads = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      reloads.add(
          threads.submit(
              () -> {
                for (int i = 0; i < RELOADS; i++) {
                  acceptor.reload();
                  connect();
                }
                return null;
              }));
    }
    for (Future<?> each : reloads) {
      each.get();
    }

    connect();
  }

  private void connect() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(socket.isConnected()).isTrue();
    }
  }
}
