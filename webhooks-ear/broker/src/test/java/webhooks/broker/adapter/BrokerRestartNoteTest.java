package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.settings.RestartNote;
import webhooks.settings.RestartNote.Fault;

/** Tests a broker that could not write and does not stop. */
class BrokerRestartNoteTest {
  private final RestartNote note = new RestartNote(Fault.BROKER, Clock.systemUTC());
  private final List<ActiveMQServer> replaced = new ArrayList<>();
  private final ActiveMQServer server =
      ActiveMQServers.newActiveMQServer(
          new ConfigurationImpl()
              .setPersistenceEnabled(false)
              .setSecurityEnabled(false)
              .setJMXManagementEnabled(false));

  @TempDir private Path directory;

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    note.withdraw();
    server.stop();
  }

  @Test
  void needsRestartIfTheBrokerDoesNotStop() {
    observe(new CountDownLatch(1), directory);

    assertThat(RestartNote.needsRestartSince()).isPresent();
    assertThat(replaced).isEmpty();
  }

  @Test
  void restartsBrokerThatStopsAfterAll() throws Exception {
    BrokerRestart restart = observe(new CountDownLatch(1), directory);
    server.stop();

    assertThat(restart.isDone()).isTrue();

    assertThat(RestartNote.needsRestartSince()).isEmpty();
    assertThat(replaced).containsExactly(server);
  }

  /** A file system without space: this one does not exist at all. */
  @Test
  void restartMendsNoDisk() {
    observe(new CountDownLatch(1), directory.resolve("missing"));

    assertThat(RestartNote.needsRestartSince()).isEmpty();
  }

  @Test
  void needsNoRestartOnceTheBrokerStopsForGood() {
    BrokerRestart restart = observe(new CountDownLatch(0), directory);

    restart.run();

    assertThat(RestartNote.needsRestartSince()).isEmpty();
  }

  private BrokerRestart observe(CountDownLatch stopped, Path files) {
    BrokerRestart restart = new BrokerRestart(server, files, stopped, replaced::add, note);
    for (int i = 0; i < RestartNote.MIN_OBSERVATIONS; i++) {
      assertThat(restart.isDone()).isFalse();
    }
    return restart;
  }
}
