package webhooks.delivery.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.delivery.mail.MailFailure.Kind;
import webhooks.delivery.mail.SmtpServer.Behaviour;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.domain.id.MailAddress;
import webhooks.domain.settings.MailSettings;
import webhooks.domain.settings.MailSettings.Login;
import webhooks.domain.settings.MailSettings.Tls;

/** The dialogue with mail servers that work, refuse, have no valid TLS, or hang. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MailServerTest {
  private static final URI PUBLIC_URL = URI.create("https://webhooks.example");
  private static final MailAddress FROM = new MailAddress("webhooks@example.com");
  private static final MimeMail MAIL =
      MimeMail.of(
          FROM,
          new MailAddress("person@example.com"),
          "https://webhooks.example/#x",
          new MailText("subject", "plain\n.\nend\n", "<p>html</p>\n"),
          Instant.EPOCH);

  private static MailServer server(SmtpServer smtp, Tls tls, Optional<Login> login) {
    Optional<Path> trusted = Optional.of(Certificates.TRUSTED);
    return MailServer.of(
        new MailSettings("127.0.0.1", smtp.port(), login, FROM, tls, trusted),
        PUBLIC_URL,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1));
  }

  private static MailFailure failure(MailServer server) {
    return catchThrowableOfType(MailFailure.class, () -> server.send(MAIL));
  }

  @Test
  void sendsTheMailAsItIs() throws Exception {
    try (SmtpServer smtp = SmtpServer.start()) {
      server(smtp, Tls.OFF, Optional.empty()).send(MAIL);

      assertThat(smtp.mails).containsExactly(new String(MAIL.bytes(), "US-ASCII"));
      assertThat(smtp.commands)
          .contains(
              "EHLO webhooks.example",
              "MAIL FROM:<webhooks@example.com>",
              "RCPT TO:<person@example.com>");
    }
  }

  @Test
  void logsInAfterTheEncryption() throws Exception {
    try (SmtpServer smtp = SmtpServer.withStartTls(Certificates.of("127.0.0.1"))) {
      server(smtp, Tls.STARTTLS, Optional.of(new Login("user", "hidden"))).send(MAIL);

      assertThat(smtp.mails).hasSize(1);
      int encrypted = smtp.commands.indexOf("STARTTLS");
      assertThat(encrypted).isEqualTo(1);
      assertThat(smtp.commands.subList(encrypted, smtp.commands.size()))
          .anyMatch(command -> command.startsWith("AUTH PLAIN"));
    }
  }

  @Test
  void sendsNothingWithoutEncryption() throws IOException {
    try (SmtpServer smtp = SmtpServer.start()) {
      MailFailure failure =
          failure(server(smtp, Tls.STARTTLS, Optional.of(new Login("user", "hidden"))));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(smtp.commands).noneMatch(command -> command.matches("(AUTH|MAIL).*"));
    }
  }

  @Test
  void checksTheCertificate() throws IOException {
    for (SSLContext identity :
        new SSLContext[] {
          Certificates.selfSigned(), Certificates.of("other.example"), Certificates.expired()
        }) {
      try (SmtpServer smtp = SmtpServer.withStartTls(identity)) {
        assertThat(failure(server(smtp, Tls.STARTTLS, Optional.empty())).kind())
            .isEqualTo(Kind.UNAVAILABLE);
        assertThat(smtp.mails).isEmpty();
      }
    }
  }

  /** The last one is what a server answers whose rules the operator has to change. */
  @ParameterizedTest
  @CsvSource({
    "RCPT, 550 <person@example.com> is not known, RECIPIENT_REFUSED",
    "RCPT, 553 <person@example.com> is not allowed, RECIPIENT_REFUSED",
    "RCPT, 550 5.1.1 <person@example.com> is not known, RECIPIENT_REFUSED",
    "RCPT, 450 4.2.0 <person@example.com> is greylisted, MAIL_REFUSED",
    "RCPT, 552 <person@example.com> has no room, MAIL_REFUSED",
    "RCPT, 421 closing, UNAVAILABLE",
    "MAIL, 451 later, UNAVAILABLE",
    "MAIL, 452 no room, UNAVAILABLE",
    "MAIL, 550 no, UNAVAILABLE",
    "MAIL, 553 <webhooks@example.com> is not allowed, UNAVAILABLE",
    "MAIL, 550 5.1.1 <webhooks@example.com> is not known, UNAVAILABLE",
    "MAIL, 554 5.7.1 not from you, MAIL_REFUSED",
    "DATA, 451 later, UNAVAILABLE",
    "., 452 no room, UNAVAILABLE",
    "., 554 looks like spam, MAIL_REFUSED",
    "RCPT, 550 5.2.1 <person@example.com> is disabled, RECIPIENT_REFUSED",
    "RCPT, 556 5.1.10 <person@example.com> takes no mail, RECIPIENT_REFUSED",
    "RCPT, 550 5.1.0 <webhooks@example.com> is no sender, MAIL_REFUSED",
    "RCPT, 550 Sender verify failed, MAIL_REFUSED",
    "RCPT, 550 <Webhooks@example.com> is not known, MAIL_REFUSED",
    "RCPT, 504 5.5.2 the name of the client is no full name, MAIL_REFUSED",
    "RCPT, 501 syntax, MAIL_REFUSED",
    "RCPT, 554 5.7.1 <person@example.com>: relay access denied, MAIL_REFUSED",
  })
  void replyDecidesWhetherAndWhenAMailIsTriedAgain(String command, String reply, Kind kind)
      throws IOException {
    try (SmtpServer smtp = SmtpServer.start().answer(command, reply)) {
      MailFailure failure = failure(server(smtp, Tls.OFF, Optional.empty()));

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.getMessage()).doesNotContain("person");
    }
  }

  /** Some servers verify the sender when they get the recipient, and have no enhanced codes. */
  @Test
  void laterLineOfAReplyMayNameTheSender() throws IOException {
    String reply = "550-Verification failed for <x@example.com>\r\n550 Sender verify failed";
    try (SmtpServer smtp = SmtpServer.start().answer("RCPT", reply)) {
      assertThat(failure(server(smtp, Tls.OFF, Optional.empty())).kind())
          .isEqualTo(Kind.MAIL_REFUSED);
    }
  }

  @Test
  void refusedSenderIsOfAllMails() throws IOException {
    try (SmtpServer smtp = SmtpServer.start().answer("MAIL", "550 no such sender")) {
      assertThat(failure(server(smtp, Tls.OFF, Optional.empty())))
          .hasMessage("the mail server refused the sender");
    }
  }

  @Test
  void refusedLoginIsOfAllMails() throws IOException {
    try (SmtpServer smtp = SmtpServer.start().answer("AUTH", "535 no")) {
      MailFailure failure =
          failure(server(smtp, Tls.OFF, Optional.of(new Login("user", "hidden"))));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessage("the mail server refused the login");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Behaviour.class,
      names = {"SILENT", "DRIPPING"})
  void serverThatHangsEndsTheTry(Behaviour behaviour) throws IOException {
    try (SmtpServer smtp = SmtpServer.that(behaviour)) {
      long begin = System.nanoTime();

      MailFailure failure = failure(server(smtp, Tls.OFF, Optional.empty()));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void serverThatIsAwayEndsTheTry() throws IOException {
    SmtpServer gone = SmtpServer.start();
    gone.close();

    MailFailure failure = failure(server(gone, Tls.OFF, Optional.empty()));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.getMessage()).contains("ConnectException");
  }

  @Test
  void checkSendsNothing() throws Exception {
    try (SmtpServer smtp = SmtpServer.start()) {
      server(smtp, Tls.OFF, Optional.of(new Login("user", "hidden"))).check();

      assertThat(smtp.commands).noneMatch(command -> command.startsWith("MAIL"));
    }
  }
}
