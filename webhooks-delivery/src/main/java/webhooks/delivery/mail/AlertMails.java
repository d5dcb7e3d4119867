package webhooks.delivery.mail;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.mail.MailFailure.Kind;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.alert.AlertOutbox;
import webhooks.domain.alert.AlertOutbox.Claimed;
import webhooks.domain.alert.DueMail;
import webhooks.domain.metric.MailResult;
import webhooks.domain.metric.Metrics;
import webhooks.domain.settings.Settings;

/**
 * Sends the mails of alerts, one after the other.
 *
 * <p>While the mail server takes no mail, one mail is tried after each pause, and the pauses grow
 * to a minute. A mail that the server refuses delays no other one. If it refuses the recipient for
 * good, the mail is not tried again. For one thread.
 */
public final class AlertMails implements Runnable {
  private static final Logger LOG = Logger.getLogger(AlertMails.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

  private final AlertOutbox outbox;
  private final Mailbox mailbox;
  private final MailWriter writer;
  private final Metrics metrics;
  private final StopSignal stop;
  private Duration pause = Duration.ZERO;
  private long pauseEnd = System.nanoTime();

  /** Takes mails. */
  @FunctionalInterface
  interface Mailbox {
    /**
     * Sends a mail.
     *
     * @throws MailFailure if the mail server did not take it
     */
    void send(MimeMail mail) throws MailFailure;
  }

  AlertMails(
      AlertOutbox outbox, Mailbox mailbox, MailWriter writer, Metrics metrics, StopSignal stop) {
    this.outbox = outbox;
    this.mailbox = mailbox;
    this.writer = writer;
    this.metrics = metrics;
    this.stop = stop;
  }

  /**
   * Creates the worker that sends mails; empty if no mail server is configured.
   *
   * @throws webhooks.settings.InvalidSetting if the file of authorities can't be read
   */
  public static Optional<Worker> worker(
      AlertOutbox outbox, Settings settings, Clock clock, Metrics metrics, StopSignal stop) {
    return settings
        .mail()
        .map(
            mail -> {
              URI publicUrl = settings.publicUrl().orElseThrow();
              MailServer server = MailServer.of(mail, publicUrl);
              MailWriter writer = new MailWriter(publicUrl, mail.from(), clock);
              return Worker.every(
                  "Sending mails",
                  INTERVAL,
                  stop,
                  new AlertMails(outbox, server::send, writer, metrics, stop));
            });
  }

  /** Sends all mails that are due, until there are none, the server fails, or delivery stops. */
  @Override
  public void run() {
    int givenUp = outbox.giveUp();
    if (givenUp > 0) {
      metrics.mails(MailResult.GIVEN_UP, givenUp);
      LOG.log(Level.WARNING, "{0} reports for mails were given up after a day", givenUp);
    }
    boolean mayHaveMore = System.nanoTime() - pauseEnd >= 0;
    while (mayHaveMore && !stop.isSet()) {
      Optional<Claimed> claimed = outbox.claim();
      mayHaveMore = claimed.isPresent() && claimed.get().mail().map(this::send).orElse(true);
    }
  }

  /** Sends a mail, and returns whether another one may follow. */
  private boolean send(DueMail due) {
    try {
      mailbox.send(writer.write(due));
    } catch (MailFailure e) {
      return failed(due, e);
    }
    // The mail may come twice if this fails: the claim ends, and another node sends it again.
    outbox.sent(due);
    metrics.mails(MailResult.SENT, 1);
    pause = Duration.ZERO;
    return true;
  }

  private boolean failed(DueMail due, MailFailure failure) {
    if (failure.kind() == Kind.UNAVAILABLE) {
      outbox.failed(due);
      metrics.mails(MailResult.FAILED, 1);
      return unavailable(failure);
    }
    if (failure.kind() == Kind.RECIPIENT_REFUSED) {
      outbox.refused(due);
      LOG.log(Level.WARNING, "The mail server refused the recipient of alert {0}", due.alertId());
    } else {
      outbox.failed(due);
      LOG.log(Level.WARNING, "The mail server refused a mail of alert {0}", due.alertId());
    }
    metrics.mails(MailResult.REFUSED, 1);
    return true;
  }

  private boolean unavailable(MailFailure failure) {
    if (pause.isZero()) {
      LOG.log(Level.WARNING, "No mails are sent at the moment: {0}", failure.getMessage());
    }
    Duration doubled = pause.isZero() ? INTERVAL : pause.multipliedBy(2);
    pause = doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
    pauseEnd = System.nanoTime() + pause.toNanos();
    return false;
  }
}
