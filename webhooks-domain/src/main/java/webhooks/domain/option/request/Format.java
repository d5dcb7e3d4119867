package webhooks.domain.option.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionValue;

/**
 * The form in which a webhook gets its events. The same delivery has the same bytes in each
 * attempt, as long as the option stays.
 *
 * @param template the template, in mode {@code template} only
 */
public record Format(FormatMode mode, Optional<Template> template) implements Option {
  /** The form of events for a webhook whose owner has set none. */
  public static final Format DEFAULT = new Format(FormatMode.ITWIN, Optional.empty());

  private static final String MODE = "mode";
  private static final String TEMPLATE = "template";

  /** Reads mode and template. */
  public static Optional<Format> read(OptionValue value) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    Optional<String> given = value.requiredText(MODE);
    Optional<FormatMode> mode = given.flatMap(FormatMode::of);
    if (given.isPresent() && mode.isEmpty()) {
      value.invalid(MODE, "must be one of " + FormatMode.names());
    }
    Optional<OptionValue> givenTemplate = value.member(TEMPLATE);
    Optional<Template> template = givenTemplate.flatMap(Template::read);
    value.refuseUnknown();
    if (mode.isEmpty()) {
      return Optional.empty();
    }
    boolean needsTemplate = mode.get() == FormatMode.TEMPLATE;
    if (needsTemplate && givenTemplate.isEmpty()) {
      value.invalid(TEMPLATE, "is required in this mode");
    } else if (!needsTemplate && givenTemplate.isPresent()) {
      value.invalid(TEMPLATE, "must be left out in this mode");
    }
    return needsTemplate == template.isPresent()
        ? Optional.of(new Format(mode.get(), template))
        : Optional.empty();
  }

  /**
   * Returns the content of each request that delivers this event.
   *
   * @param publicUrl where callers reach the product, without a slash at the end; empty if that is
   *     not known
   * @throws FormatException if the event can't have this form
   */
  public RequestContent content(OutgoingEvent event, String publicUrl) throws FormatException {
    return switch (mode) {
      case ITWIN -> RequestContent.json(event.body());
      case CLOUDEVENTS_STRUCTURED -> CloudEvent.of(event, publicUrl).structured();
      case CLOUDEVENTS_BINARY -> CloudEvent.of(event, publicUrl).binary();
      case TEMPLATE -> RequestContent.json(template.orElseThrow().render(event.body()));
    };
  }

  @Override
  public Object stored() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(MODE, mode.text());
    template.ifPresent(one -> json.put(TEMPLATE, one.json()));
    return json;
  }
}
