package webhooks.broker.adapter;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import webhooks.settings.note.RestartNote;
import webhooks.settings.note.RestartNote.BrokerFault;

/**
 * Replaces a broker that could not write, once it has stopped and its disk has space. After a
 * failed write Artemis stops itself, and can't start again: only a new server can use its files.
 *
 * <p>A broker that does not stop keeps its files locked. Then only a restart of the process helps,
 * and a {@link RestartNote} asks for it. The same holds if the new server's starts fail for
 * minutes. While the disk is full, a restart does not help either. For one thread.
 */
final class BrokerRestart implements Runnable {
  /** With less free space, the journal can't add its next files. */
  static final long MIN_FREE_BYTES = 64L << 20;

  private final ActiveMQServer failed;
  private final Path directory;
  private final CountDownLatch stopped;
  private final Predicate<ActiveMQServer> replace;
  private final RestartNote notStopped;
  private final RestartNote notStarted;

  /**
   * Creates the restart of a broker.
   *
   * @param failed the broker that could not write
   * @param directory the directory of its files
   * @param stopped reaches zero when the broker must stop for good
   * @param replace starts a new broker and returns whether there is nothing more to do
   * @param clock dates the notes that ask for a restart of the process
   */
  BrokerRestart(
      ActiveMQServer failed,
      Path directory,
      CountDownLatch stopped,
      Predicate<ActiveMQServer> replace,
      Clock clock) {
    this.failed = failed;
    this.directory = directory;
    this.stopped = stopped;
    this.replace = replace;
    this.notStopped = new RestartNote(BrokerFault.BROKER, clock);
    this.notStarted = new RestartNote(BrokerFault.START, clock);
  }

  @Override
  public void run() {
    try {
      while (!stopped.await(1, TimeUnit.SECONDS) && !tryToReplace()) {
        // The next round tries again.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      withdraw();
    }
  }

  /** Withdraws both notes, so that they no longer ask for a restart of the process. */
  void withdraw() {
    notStopped.withdraw();
    notStarted.withdraw();
  }

  /** Replaces the broker if it can, and returns whether there is nothing more to do. */
  boolean tryToReplace() {
    boolean hasStopped = failed.getState() == ActiveMQServer.SERVER_STATE.STOPPED;
    boolean hasSpace = directory.toFile().getUsableSpace() >= MIN_FREE_BYTES;
    notStopped.observe(hasSpace && !hasStopped);
    boolean isDone = hasSpace && hasStopped && replace.test(failed);
    notStarted.observe(hasSpace && hasStopped && !isDone);
    return isDone;
  }
}
