package webhooks.domain.option;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;
import webhooks.domain.option.selection.EventTypePatterns;
import webhooks.domain.option.value.OptionValue;
import webhooks.domain.settings.OptionSettings;

/**
 * The text of stored options.
 *
 * @param text the form of {@link WebhookOptions#stored}
 */
record StoredOptions(String text) {
  /**
   * Reads the options. Fails if one of them, or a part of it, is not known.
   *
   * @throws IllegalStateException if a later version of the product has stored it
   */
  WebhookOptions parse() {
    Map<String, Object> members = members();
    Faults faults = new Faults();
    WebhookOptions read =
        WebhookOptions.NONE.with(members, Optional.empty(), OptionSettings.LARGEST, faults);
    Stream<String> unknownParts =
        faults.all().stream()
            .filter(fault -> fault.code() == FaultCode.INVALID_PROPERTY)
            .flatMap(fault -> fault.target().stream());
    Stream.concat(members.keySet().stream().filter(name -> !isSet(read, name)), unknownParts)
        .findFirst()
        .ifPresent(StoredOptions::failToRead);
    return read;
  }

  /** Returns the description, if there is one. */
  Optional<String> description() {
    return Optional.ofNullable(members().get(OptionMember.DESCRIPTION.text()))
        .map(Object::toString);
  }

  /** Returns the patterns of event types, if there are some that this version can read. */
  Optional<EventTypePatterns> eventTypePatterns() {
    String name = OptionMember.EVENT_TYPE_PATTERNS.text();
    return Optional.ofNullable(members().get(name))
        .flatMap(value -> EventTypePatterns.read(new OptionValue(name, value, new Faults())));
  }

  private static boolean isSet(WebhookOptions options, String name) {
    return OptionMember.of(name).filter(options::has).isPresent();
  }

  private static void failToRead(String name) {
    throw new IllegalStateException("A stored option is not known: " + name);
  }

  private Map<String, Object> members() {
    try {
      return JsonObjectParser.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidBody e) {
      throw new IllegalStateException("Stored options are no JSON object", e);
    }
  }

  /** Returns a description without the text, which has secrets. */
  @Override
  public String toString() {
    return "StoredOptions";
  }
}
