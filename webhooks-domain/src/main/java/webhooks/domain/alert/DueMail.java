package webhooks.domain.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import webhooks.domain.id.MailAddress;
import webhooks.domain.secret.LinkToken;

/**
 * A mail that this node has claimed, and sends now.
 *
 * @param work the claim
 * @param unsubscribe the token of the link with which the recipient ends all mails of the alert
 * @param confirm the token of the link that confirms the address, in the first mail only
 * @param reports the webhooks that the mail is about; none in the first mail
 * @param moreWebhooks how many more webhooks the next mail is about
 */
public record DueMail(
    UUID alertId,
    UUID work,
    MailAddress to,
    LinkToken unsubscribe,
    Optional<LinkToken> confirm,
    List<Report> reports,
    int moreWebhooks) {
  /** Copies the reports. */
  public DueMail {
    reports = List.copyOf(reports);
  }

  /**
   * The part of a mail about one webhook, or about the product.
   *
   * @param webhookId the webhook; empty if it is about the product
   * @param receiver the host and the path of the webhook's URL, without the query; empty if it is
   *     not known
   * @param description the owner's text about the webhook
   * @param failure why the latest attempt failed; empty if it succeeded, or there was none since
   *     the webhook was activated or got its URL
   */
  public record Report(
      Optional<UUID> webhookId,
      Optional<String> receiver,
      Optional<String> description,
      Optional<Failure> failure,
      List<Line> lines) {
    /** Copies the lines. */
    public Report {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Why the latest attempt of a webhook failed.
   *
   * @param started when the attempt began
   * @param error the name of the error
   * @param cause the name of the error's cause; a node of a later version may have stored it
   * @param statusCode the status of the response; empty if there was none
   */
  public record Failure(
      Instant started, String error, Optional<String> cause, OptionalInt statusCode) {}

  /**
   * The events of one type.
   *
   * @param eventType a node of a later version may have stored one that this node does not know
   * @param events how many events there were since the last mail
   * @param last when the latest one was stored
   * @param content the content of the latest one, as JSON
   */
  public record Line(String eventType, int events, Instant last, String content) {
    /** Returns the kind of the events; empty if this node does not know their type. */
    public Optional<AlertType> type() {
      return AlertType.ofEvent(eventType);
    }
  }

  /** Returns a description without the address and the tokens. */
  @Override
  public String toString() {
    return "DueMail[" + alertId + "]";
  }
}
