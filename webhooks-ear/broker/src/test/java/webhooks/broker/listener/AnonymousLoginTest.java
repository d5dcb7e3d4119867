package webhooks.broker.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests logins by SASL ANONYMOUS at a broker that offers them, as Artemis does by default. */
@Timeout(60)
class AnonymousLoginTest {
  private static final String SASL = "414d515003010000";
  private static final String ANONYMOUS = "0000001902010000" + "005341c00c01a309414e4f4e594d4f5553";
  private static final String SUCCESS = "005344c003015000";

  /** Takes connections without credentials, or none. */
  private record Users(boolean takesAnonymous) implements ActiveMQSecurityManager {
    @Override
    public boolean validateUser(String user, String password) {
      return takesAnonymous && user == null && password == null;
    }

    @Override
    public boolean validateUserAndRole(
        String user, String password, Set<Role> roles, CheckType check) {
      return validateUser(user, password);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true, true", "true, false, false", "false, false, true"})
  void succeedsOnlyWithoutRequiredLogin(
      boolean securityEnabled, boolean takesAnonymous, boolean succeeds, @TempDir Path directory)
      throws Exception {
    int port = freePort();
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setLargeMessagesDirectory(directory.toString())
            .setSecurityEnabled(securityEnabled)
            .setJMXManagementEnabled(false)
            .addAcceptorConfiguration("a", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP");
    ActiveMQServer server =
        ActiveMQServers.newActiveMQServer(configuration, null, new Users(takesAnonymous), false);
    GuardedAcceptorFactory.guardAcceptorsOf(server, ListenerHooks.NONE);
    server.start();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(HexFormat.of().parseHex(SASL + ANONYMOUS));
      String answers = "";
      for (int next = 0; next >= 0 && !answers.contains(SUCCESS); ) {
        next = read(socket);
        answers += next < 0 ? "" : "%02x".formatted(next);
      }

      assertThat(answers.contains(SUCCESS)).as(answers).isEqualTo(succeeds);
    } finally {
      server.stop();
    }
  }

  /** Returns a negative number at the end of the connection. */
  private static int read(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
