package webhooks.delivery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.delivery.mail.MailFailure.Kind;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.alert.AlertOutbox;
import webhooks.domain.alert.DueMail;
import webhooks.domain.id.MailAddress;
import webhooks.domain.metric.Metrics;
import webhooks.domain.secret.LinkToken;

/** What a failure of one mail means for the others. */
class AlertMailsTest {
  private final Deque<DueMail> due = new ArrayDeque<>();
  private final List<DueMail> sent = new ArrayList<>();
  private final List<DueMail> failed = new ArrayList<>();
  private final List<DueMail> refused = new ArrayList<>();
  private final Deque<MailFailure> failures = new ArrayDeque<>();
  private final Metrics metrics = new Metrics();
  private final StopSignal stop = new StopSignal();
  private int givenUp;

  private final AlertMails mails =
      new AlertMails(
          new Outbox(),
          mail -> {
            if (!failures.isEmpty()) {
              throw failures.remove();
            }
          },
          new MailWriter(
              URI.create("https://webhooks.example"),
              new MailAddress("webhooks@example.com"),
              Clock.systemUTC()),
          metrics,
          stop);

  private final class Outbox extends AlertOutbox {
    @Override
    public Optional<Claimed> claim() {
      return Optional.ofNullable(due.poll()).map(mail -> new Claimed(Optional.of(mail)));
    }

    @Override
    public void sent(DueMail mail) {
      sent.add(mail);
    }

    @Override
    public void failed(DueMail mail) {
      failed.add(mail);
    }

    @Override
    public void refused(DueMail mail) {
      refused.add(mail);
    }

    @Override
    public int giveUp() {
      return givenUp;
    }
  }

  private DueMail add() {
    DueMail mail =
        new DueMail(
            UUID.randomUUID(),
            UUID.randomUUID(),
            new MailAddress("person@example.com"),
            new LinkToken("u".repeat(43)),
            Optional.of(new LinkToken("c".repeat(43))),
            List.of(),
            0);
    due.add(mail);
    return mail;
  }

  @Test
  void sendsAllThatIsDue() {
    List<DueMail> all = List.of(add(), add());

    mails.run();

    assertThat(sent).isEqualTo(all);
    assertThat(metrics.text()).contains("webhooks_mails_total{result=\"sent\"} 2");
  }

  @Test
  void refusedMailDelaysNoOther() {
    DueMail first = add();
    DueMail other = add();
    failures.add(new MailFailure(Kind.MAIL_REFUSED, "refused"));

    mails.run();

    assertThat(failed).containsExactly(first);
    assertThat(refused).isEmpty();
    assertThat(sent).containsExactly(other);
    assertThat(metrics.text()).contains("webhooks_mails_total{result=\"refused\"} 1");
  }

  @Test
  void refusedRecipientEndsTheMail() {
    DueMail ended = add();
    DueMail other = add();
    failures.add(new MailFailure(Kind.RECIPIENT_REFUSED, "refused"));

    mails.run();

    assertThat(refused).containsExactly(ended);
    assertThat(failed).isEmpty();
    assertThat(sent).containsExactly(other);
    assertThat(metrics.text()).contains("webhooks_mails_total{result=\"refused\"} 1");
  }

  @Test
  void serverThatIsAwayGetsNoFurtherMailForAWhile() {
    DueMail first = add();
    add();
    failures.add(new MailFailure(Kind.UNAVAILABLE, "away"));

    mails.run();
    mails.run();

    assertThat(failed).containsExactly(first);
    assertThat(sent).isEmpty();
    assertThat(due).hasSize(1);
    assertThat(metrics.text()).contains("webhooks_mails_total{result=\"failed\"} 1");
  }

  @Test
  void stopsBetweenTwoMails() {
    add();
    stop.set();

    mails.run();

    assertThat(sent).isEmpty();
  }

  @Test
  void countsWhatIsGivenUp() {
    givenUp = 4;

    mails.run();

    assertThat(metrics.text()).contains("webhooks_mails_total{result=\"given_up\"} 4");
  }
}
