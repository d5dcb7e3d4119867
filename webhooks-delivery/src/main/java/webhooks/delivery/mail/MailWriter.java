package webhooks.delivery.mail;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import webhooks.domain.alert.AlertType;
import webhooks.domain.alert.DueMail;
import webhooks.domain.alert.DueMail.Failure;
import webhooks.domain.alert.DueMail.Line;
import webhooks.domain.alert.DueMail.Report;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.id.MailAddress;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;
import webhooks.domain.page.Timestamps;
import webhooks.domain.secret.LinkToken;

/**
 * Writes the mails of alerts. The tokens of links are in the fragments of their URLs, which no
 * server and no log sees, and a page with a button uses them. So a scanner that follows the links
 * of a mail changes nothing.
 */
final class MailWriter {
  private final URI publicUrl;
  private final MailAddress from;
  private final Clock clock;

  /**
   * Creates a writer.
   *
   * @param publicUrl links begin with it
   */
  MailWriter(URI publicUrl, MailAddress from, Clock clock) {
    this.publicUrl = publicUrl;
    this.from = from;
    this.clock = clock;
  }

  /** Writes a mail. */
  MimeMail write(DueMail due) {
    MailText text =
        due.confirm().map(token -> confirmation(due, token)).orElseGet(() -> report(due));
    return MimeMail.of(from, due.to(), unsubscribeLink(due), text, clock.instant());
  }

  private MailText confirmation(DueMail due, LinkToken token) {
    return new MailPage()
        .paragraph(
            "Somebody asked Webhooks at "
                + publicUrl.getHost()
                + " to send mails to this address when webhooks need attention.")
        .paragraph(
            "If you want these mails, confirm the address within 24 hours. Else do nothing: then"
                + " there are no further mails, and the address is deleted.")
        .link("Confirm the address", consoleLink("alerts/confirm/" + token.text()))
        .link("I do not want these mails", unsubscribeLink(due))
        .text("Webhooks: confirm this address");
  }

  private MailText report(DueMail due) {
    MailPage page = new MailPage();
    for (Report report : due.reports()) {
      page.heading(heading(report));
      report.description().ifPresent(text -> page.item("Description: " + MailPage.foreign(text)));
      report.lines().forEach(line -> page.item(sentence(line)));
      report.failure().ifPresent(failure -> page.item(sentence(failure)));
      report
          .webhookId()
          .ifPresentOrElse(
              id -> page.link("Open the webhook", consoleLink("webhooks/" + id)),
              () -> page.link("Open the console", consoleLink("")));
    }
    if (due.moreWebhooks() > 0) {
      page.paragraph("The next mail is about %d more webhooks.".formatted(due.moreWebhooks()));
    }
    return page.paragraph(
            "There is at most one mail an hour about a webhook. The next one sums up the events"
                + " until then.")
        .link("End these mails", unsubscribeLink(due))
        .text(subject(due));
  }

  private static String subject(DueMail due) {
    int count = due.reports().size();
    if (count > 1) {
      return "Webhooks: %d webhooks need attention".formatted(count);
    }
    Report report = due.reports().get(0);
    if (report.webhookId().isPresent()) {
      return "Webhooks: a webhook needs attention";
    }
    return report.lines().stream().allMatch(line -> line.type().isPresent())
        ? "Webhooks: the backlog is high"
        : "Webhooks: the product needs attention";
  }

  private static String heading(Report report) {
    Optional<UUID> id = report.webhookId();
    if (id.isEmpty()) {
      return "The product";
    }
    return "Webhook "
        + report
            .receiver()
            .map(text -> MailPage.foreign(text) + " (" + id.get() + ")")
            .orElse(id.get().toString());
  }

  private static String sentence(Line line) {
    Optional<AlertType> type = line.type();
    return type.map(known -> sentence(known, content(line.content())))
            // A node of a later version has stored the event. Its name says what has happened.
            .orElse("An event of a type that this node does not know.")
        + " ("
        + type.map(AlertType::text).orElse(MailPage.foreign(line.eventType()))
        + (line.events() > 1 ? ", " + line.events() + " times, the last time" : "")
        + " at "
        + Timestamps.utcMillis(line.last())
        + ")";
  }

  private static String sentence(AlertType type, Map<String, Object> content) {
    return switch (type) {
      case WEBHOOK_FAILING ->
          "Attempts fail since %s, %s in a row."
              .formatted(member(content, "since"), member(content, "failures"));
      case WEBHOOK_DEACTIVATED ->
          "It was deactivated, reason: %s.".formatted(member(content, "reason"));
      case CERTIFICATE_EXPIRING ->
          "Its client certificate ends on %s.".formatted(member(content, "notAfter"));
      case BACKLOG_HIGH ->
          "%s deliveries are pending, more than the bound of %s."
              .formatted(member(content, "pending"), member(content, "bound"));
    };
  }

  /** Names error and cause as the API does, so that the reader finds them in its documentation. */
  private static String sentence(Failure failure) {
    StringJoiner why = new StringJoiner(", ");
    if (failure.statusCode().isPresent()) {
      why.add("status code " + failure.statusCode().getAsInt());
    }
    // The error "status" says no more than the status code.
    if (failure.statusCode().isEmpty() || !failure.error().equals(AttemptError.STATUS.text())) {
      why.add("error " + MailPage.foreign(failure.error()));
    }
    failure.cause().ifPresent(cause -> why.add("cause " + MailPage.foreign(cause)));
    return "The latest attempt failed at %s: %s."
        .formatted(Timestamps.utcMillis(failure.started()), why);
  }

  private static Map<String, Object> content(String json) {
    try {
      return JsonObjectParser.parse(json.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidBody e) {
      throw new IllegalStateException("The content of an operational event is no JSON", e);
    }
  }

  private static String member(Map<String, Object> content, String name) {
    return MailPage.foreign(String.valueOf(content.getOrDefault(name, "unknown")));
  }

  private String unsubscribeLink(DueMail due) {
    return consoleLink("alerts/unsubscribe/" + due.unsubscribe().text());
  }

  private String consoleLink(String place) {
    return publicUrl + "/console/#/" + place;
  }
}
