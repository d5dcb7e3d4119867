package webhooks.domain.option.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.event.EventPayload;
import webhooks.domain.option.OptionRules;
import webhooks.domain.trace.TraceContext;

/** Gives events their formats, for tests. Apostrophes in JSON stand for quotes. */
final class EventForms {
  static final String PUBLIC_URL = "https://hooks.example.com";
  static final UUID MESSAGE = UUID.fromString("8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1");
  static final UUID WEBHOOK = UUID.fromString("0193f0c2-5e8f-7cc0-8b8a-2f3c5b1d9e01");
  static final String ITWIN = "0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11";

  private EventForms() {}

  static String quoted(String json) {
    return json.replace('\'', '"');
  }

  static String unquoted(byte[] json) {
    return new String(json, UTF_8).replace('"', '\'');
  }

  /** Returns an event of an iTwin with this content. */
  static OutgoingEvent event(String content) {
    return event(content, "2026-10-02T14:55:00.463Z", ITWIN, Optional.empty());
  }

  static OutgoingEvent event(
      String content, String enqueued, String iTwinId, Optional<TraceContext> trace) {
    byte[] beginning =
        new EventPayload(quoted(content).getBytes(UTF_8), enqueued)
            .bodyBeginning(MESSAGE, "iModels.iModelCreated.v1", iTwinId);
    return new OutgoingEvent(LeasedDelivery.body(beginning, WEBHOOK), MESSAGE, trace);
  }

  /** Returns the format of this JSON. */
  static Format format(String json) {
    return OptionRules.options("{'format':" + json + "}").format();
  }

  /** Returns what a template makes of an event with this content, with apostrophes for quotes. */
  static String render(String template, String content) throws FormatException {
    Format format = format("{'mode':'template','template':" + template + "}");
    return unquoted(format.content(event(content), PUBLIC_URL).body());
  }
}
