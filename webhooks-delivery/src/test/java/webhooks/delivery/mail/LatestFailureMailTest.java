package webhooks.delivery.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.delivery.mail.MailWriterTest.NOW;
import static webhooks.delivery.mail.MailWriterTest.WEBHOOK;
import static webhooks.delivery.mail.MailWriterTest.line;
import static webhooks.delivery.mail.MailWriterTest.mail;
import static webhooks.delivery.mail.MailWriterTest.parse;
import static webhooks.delivery.mail.MailWriterTest.part;

import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.alert.AlertType;
import webhooks.domain.alert.DueMail;

/** What a mail says about the latest failure of a webhook. */
class LatestFailureMailTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status | | 503 | status code 503.",
        "status | aborted by receiver | 503 | status code 503, cause aborted by receiver.",
        "protocol | large headers | 200 | status code 200, error protocol, cause large headers.",
        "timeout | no response | | error timeout, cause no response.",
        "dns | | | error dns."
      })
  void reportSaysWhyTheLatestAttemptFailed(String error, String cause, Integer code, String text)
      throws Exception {
    DueMail.Failure failure = failure(error, cause, code);
    MimeMessage message = parse(mail(Optional.empty(), failing(failure)));

    String sentence = "The latest attempt failed at 2026-10-02T14:55:00.463Z: " + text;
    assertThat(part(message, 0).lines()).contains("* " + sentence);
    assertThat(part(message, 1)).contains(">" + sentence + "</p>");
  }

  private static DueMail.Failure failure(String error, String cause, Integer code) {
    return new DueMail.Failure(
        NOW,
        error,
        Optional.ofNullable(cause),
        code == null ? OptionalInt.empty() : OptionalInt.of(code));
  }

  private static DueMail.Report failing(DueMail.Failure failure) {
    return new DueMail.Report(
        Optional.of(WEBHOOK),
        Optional.of("example.com/hook"),
        Optional.empty(),
        Optional.of(failure),
        List.of(line(AlertType.WEBHOOK_FAILING, 1, "{\"since\":\"x\",\"failures\":5}")));
  }

  /** In a rolling upgrade a node of the later version stores it. */
  @Test
  void causeOfALaterVersionIsEscaped() throws Exception {
    MimeMessage message = parse(mail(Optional.empty(), failing(failure("<b>", "<i>x\ny", null))));

    assertThat(part(message, 0)).contains("error <b>, cause <i>x y.");
    assertThat(part(message, 1)).contains("error &lt;b&gt;, cause &lt;i&gt;x y.");
  }
}
