package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.settings.note.RestartNote;
import webhooks.settings.note.RestartNote.BrokerFault;

/** Tests a broker that could not write, and does not stop or does not start again. */
class BrokerRestartNoteTest {
  private final List<BrokerRestart> restarts = new ArrayList<>();
  private static final int STARTS = BrokerFault.START.minObservations() + 1;

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
    restarts.forEach(BrokerRestart::withdraw);
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

    assertThat(restart.tryToReplace()).isTrue();

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

  @Test
  void needsRestartIfTheBrokerDoesNotStartForMinutes() throws Exception {
    server.stop();
    BrokerRestart restart = restart(new CountDownLatch(1), directory, failed -> false);

    tryInVain(restart, BrokerFault.START.minObservations() - 1);
    assertThat(RestartNote.needsRestartSince()).isEmpty();
    tryInVain(restart, 1);

    assertThat(RestartNote.needsRestartSince()).isPresent();
  }

  @Test
  void needsNoRestartOnceTheBrokerStarts() throws Exception {
    server.stop();
    Predicate<ActiveMQServer> last = failed -> replaced.add(failed) && replaced.size() == STARTS;
    BrokerRestart restart = restart(new CountDownLatch(1), directory, last);
    tryInVain(restart, STARTS - 1);
    assertThat(RestartNote.needsRestartSince()).isPresent();

    assertThat(restart.tryToReplace()).isTrue();

    assertThat(RestartNote.needsRestartSince()).isEmpty();
  }

  private BrokerRestart observe(CountDownLatch stopped, Path files) {
    BrokerRestart restart = restart(stopped, files, replaced::add);
    tryInVain(restart, BrokerFault.BROKER.minObservations());
    return restart;
  }

  private BrokerRestart restart(
      CountDownLatch stopped, Path files, Predicate<ActiveMQServer> replace) {
    BrokerRestart restart = new BrokerRestart(server, files, stopped, replace, Clock.systemUTC());
    restarts.add(restart);
    return restart;
  }

  private static void tryInVain(BrokerRestart restart, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(restart.tryToReplace()).isFalse();
    }
  }
}
