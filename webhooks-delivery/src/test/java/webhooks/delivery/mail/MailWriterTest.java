package webhooks.delivery.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.alert.AlertType;
import webhooks.domain.alert.DueMail;
import webhooks.domain.id.MailAddress;
import webhooks.domain.operational.OperationalEventType;
import webhooks.domain.secret.LinkToken;

/** The texts of mails, with foreign texts that try to change them. */
class MailWriterTest {
  static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");
  static final UUID WEBHOOK = UUID.fromString("0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10");
  private static final LinkToken UNSUBSCRIBE = new LinkToken("u".repeat(43));
  private static final LinkToken CONFIRM = new LinkToken("c".repeat(43));
  private static final MailWriter WRITER =
      new MailWriter(
          URI.create("https://webhooks.example/base"),
          new MailAddress("webhooks@example.com"),
          Clock.fixed(NOW, ZoneOffset.UTC));

  static DueMail mail(Optional<LinkToken> confirm, DueMail.Report... reports) {
    return new DueMail(
        UUID.randomUUID(),
        UUID.randomUUID(),
        new MailAddress("person@example.com"),
        UNSUBSCRIBE,
        confirm,
        List.of(reports),
        0);
  }

  private static DueMail.Report report(String receiver, String description, DueMail.Line... lines) {
    return new DueMail.Report(
        Optional.of(WEBHOOK),
        Optional.of(receiver),
        Optional.ofNullable(description),
        Optional.empty(),
        List.of(lines));
  }

  static DueMail.Line line(AlertType type, int events, String content) {
    OperationalEventType event =
        switch (type) {
          case WEBHOOK_FAILING -> OperationalEventType.FAILING;
          case WEBHOOK_DEACTIVATED -> OperationalEventType.DEACTIVATED;
          case CERTIFICATE_EXPIRING -> OperationalEventType.CERTIFICATE_EXPIRING;
          case BACKLOG_HIGH -> OperationalEventType.BACKLOG_EXCEEDED;
        };
    return new DueMail.Line(event.eventType(), events, NOW, content);
  }

  static MimeMessage parse(DueMail due) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(WRITER.write(due).bytes()));
  }

  /** Returns a decoded part, as an independent reader of mails sees it. */
  static String part(MimeMessage message, int index) throws Exception {
    var body =
        new jakarta.mail.internet.MimeMultipart(
            new jakarta.mail.util.ByteArrayDataSource(
                message.getRawInputStream(), message.getContentType()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.getBodyPart(index).getInputStream().transferTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void reportSaysWhatHappened() throws Exception {
    MimeMessage message =
        parse(
            mail(
                Optional.empty(),
                report(
                    "example.com/hook",
                    "Builds of the br\u00fccke",
                    line(
                        AlertType.WEBHOOK_FAILING,
                        3,
                        "{\"since\":\"2026-10-02T14:00:00.000Z\",\"failures\":5}"),
                    line(AlertType.WEBHOOK_DEACTIVATED, 1, "{\"reason\":\"gone\"}"))));

    assertThat(message.getSubject()).isEqualTo("Webhooks: a webhook needs attention");
    assertThat(part(message, 0))
        .contains(
            "Webhook example.com/hook (" + WEBHOOK + ")",
            "* Description: Builds of the br\u00fccke",
            "* Attempts fail since 2026-10-02T14:00:00.000Z, 5 in a row. (webhookFailing, 3 times,"
                + " the last time at 2026-10-02T14:55:00.463Z)",
            "* It was deactivated, reason: gone.",
            "https://webhooks.example/base/console/#/webhooks/" + WEBHOOK);
    assertThat(part(message, 1)).contains("<p", "Builds of the br\u00fccke");
  }

  /** In a rolling upgrade a node of the later version stores it. */
  @Test
  void eventOfALaterVersionHasItsName() throws Exception {
    DueMail.Line later = new DueMail.Line("webhooks.<b>.v1", 2, NOW, "of a later form");
    MimeMessage message = parse(mail(Optional.empty(), report("example.com/", null, later)));

    assertThat(part(message, 0))
        .contains(
            "* An event of a type that this node does not know. (webhooks.<b>.v1, 2 times, the last"
                + " time at 2026-10-02T14:55:00.463Z)");
    assertThat(part(message, 1)).contains("webhooks.&lt;b&gt;.v1");
  }

  @Test
  void subjectOfTheProductNamesTheBacklogOnlyIfItIsHigh() throws Exception {
    DueMail.Line backlog = line(AlertType.BACKLOG_HIGH, 1, "{\"pending\":2,\"bound\":1}");
    DueMail.Line later = new DueMail.Line("webhooks.later.v1", 1, NOW, "{}");

    assertThat(parse(mail(Optional.empty(), ofProduct(backlog))).getSubject())
        .isEqualTo("Webhooks: the backlog is high");
    assertThat(parse(mail(Optional.empty(), ofProduct(later))).getSubject())
        .isEqualTo("Webhooks: the product needs attention");
  }

  private static DueMail.Report ofProduct(DueMail.Line line) {
    return new DueMail.Report(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(line));
  }

  @Test
  void headersSayWhatTheMailIs() throws Exception {
    MimeMessage message = parse(mail(Optional.of(CONFIRM)));

    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getHeader("List-Unsubscribe"))
        .containsExactly(
            "<https://webhooks.example/base/console/#/alerts/unsubscribe/"
                + UNSUBSCRIBE.text()
                + ">");
    assertThat(message.getMessageID()).endsWith("@example.com>");
    assertThat(message.getSentDate()).isEqualTo("2026-10-02T14:55:00.000Z");
    assertThat(message.getContentType()).startsWith("multipart/alternative");
    assertThat(message.getAllRecipients()).hasSize(1);
  }

  @Test
  void tokensAreInFragments() throws Exception {
    MimeMessage message = parse(mail(Optional.of(CONFIRM)));

    assertThat(part(message, 0))
        .contains("https://webhooks.example/base/console/#/alerts/confirm/" + CONFIRM.text());
    for (int i = 0; i < 2; i++) {
      assertThat(part(message, i).split("[\\s\"<>]+"))
          .filteredOn(word -> word.contains(CONFIRM.text()) || word.contains(UNSUBSCRIBE.text()))
          .isNotEmpty()
          .allMatch(link -> link.matches(".*#/alerts/(confirm|unsubscribe)/[uc]{43}.*"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><a href='https://evil.example'>x</a>",
        "</p></body><h1>x</h1>",
        "&lt;script&gt;"
      })
  void foreignTextsAreNoMarkup(String text) throws Exception {
    MimeMessage message =
        parse(
            mail(
                Optional.empty(),
                report(
                    "example.com/" + text,
                    text,
                    line(AlertType.WEBHOOK_DEACTIVATED, 1, "{\"reason\":\"<b>x</b>\"}"))));

    String html = part(message, 1);
    String escaped =
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;");
    assertThat(html).contains(escaped, "example.com/" + escaped, "&lt;b&gt;x&lt;/b&gt;");
    assertThat(html.replaceAll("</?(!DOCTYPE|html|head|meta|body|p|h2|a)[^<>]*>", ""))
        .doesNotContain("<", ">");
    assertThat(html.split("<a ", -1)).as("the links of the product").hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nBcc: evil@example.com",
        "x\n\n--=_boundary\nContent-Type: text/html",
        "x\n.\nMAIL FROM:<evil@example.com>",
        "x\u2028y\u2029z\u0085\u202eevil\u200b\u0000"
      })
  void foreignTextsAreOneLine(String text) throws Exception {
    DueMail due =
        mail(
            Optional.empty(),
            report("example.com/", text, line(AlertType.WEBHOOK_DEACTIVATED, 1, "{}")));
    MimeMessage message = parse(due);

    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(part(message, 0).lines())
        .filteredOn(line -> line.contains("Description: x"))
        .singleElement()
        .satisfies(
            line -> assertThat(line.codePoints().noneMatch(Character::isISOControl)).isTrue());
    assertThat(part(message, 0)).doesNotContain("\u202e", "\u200b", "\u2028");
    assertThat(new String(WRITER.write(due).bytes(), StandardCharsets.US_ASCII).lines())
        .allMatch(line -> line.length() <= 300)
        .noneMatch(line -> line.startsWith("."));
  }

  @Test
  void longTextsAreCut() throws Exception {
    MimeMessage message =
        parse(
            mail(
                Optional.empty(),
                report(
                    "example.com/" + "p".repeat(2000),
                    "d".repeat(1000),
                    line(AlertType.CERTIFICATE_EXPIRING, 1, "{\"notAfter\":\"x\"}"))));

    assertThat(part(message, 0).lines()).allMatch(line -> line.length() < 400);
  }

  @Test
  void noLineBeginsWithADot() {
    MimeMail mail =
        MimeMail.of(
            new MailAddress("a@example.com"),
            new MailAddress("b@example.com"),
            "https://webhooks.example",
            new MailText("subject", ".\n" + "x".repeat(75) + ".x\n", ".x\n"),
            NOW);

    assertThat(new String(mail.bytes(), StandardCharsets.US_ASCII).lines())
        .noneMatch(line -> line.startsWith("."));
  }

  @Test
  void headerWithALineBreakIsRefused() {
    assertThatThrownBy(
            () ->
                MimeMail.of(
                    new MailAddress("a@example.com"),
                    new MailAddress("b@example.com"),
                    "https://webhooks.example",
                    new MailText("x\r\nBcc: evil@example.com", "", ""),
                    NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
