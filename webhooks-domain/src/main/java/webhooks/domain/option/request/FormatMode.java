package webhooks.domain.option.request;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms that the body of a request can have. */
enum FormatMode {
  /** The body of the iTwin Platform. */
  ITWIN("itwin"),
  /** CloudEvents 1.0, with all of the event in the body. */
  CLOUDEVENTS_STRUCTURED("cloudevents-structured"),
  /** CloudEvents 1.0, with the event's content in the body and everything else in headers. */
  CLOUDEVENTS_BINARY("cloudevents-binary"),
  /** JSON that the owner has described. */
  TEMPLATE("template");

  private final String text;

  FormatMode(String text) {
    this.text = text;
  }

  static Optional<FormatMode> of(String text) {
    return Stream.of(values()).filter(mode -> mode.text.equals(text)).findFirst();
  }

  static String names() {
    return Stream.of(values()).map(FormatMode::text).collect(Collectors.joining(", "));
  }

  /** Returns the name in the API. */
  String text() {
    return text;
  }
}
