package webhooks.domain.option.request;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import webhooks.domain.json.JsonPathTree;
import webhooks.domain.json.JsonSlice;
import webhooks.domain.json.JsonText;
import webhooks.domain.option.value.OptionValue;

/**
 * A JSON value in whose strings placeholders stand for values of the event, such as {@code
 * ${$.content.imodelId}}. It has no other expressions, so the time and the memory that an event
 * needs are bounded. Immutable.
 *
 * <p>The template is compiled when it is read: {@link #render} copies its parts and the event's
 * bytes one after another.
 */
final class Template {
  static final int MAX_PLACEHOLDERS = 100;

  /** The maximum size of the body that a template makes. */
  static final int MAX_BODY = 512 * 1024;

  private static final int MAX_BYTES = 16 * 1024;

  private final Object json;
  private final JsonPathTree paths;
  private final List<TemplatePart> parts;

  /** A part of the body. */
  sealed interface TemplatePart {}

  /** JSON text that is the same for each event. */
  record FixedPart(byte[] text) implements TemplatePart {}

  /**
   * A value of the event.
   *
   * @param path the index of its path
   * @param isWhole whether it is the whole string of the template, whose place it takes as JSON;
   *     else it is text in a string
   * @param fallback the value if the event has none, or {@code null}
   */
  record Placeholder(int path, boolean isWhole, Optional<JsonSlice> fallback)
      implements TemplatePart {}

  Template(Object json, JsonPathTree paths, List<TemplatePart> parts) {
    this.json = json;
    this.paths = paths;
    this.parts = List.copyOf(parts);
  }

  /** Reads a template, any JSON but null. */
  static Optional<Template> read(OptionValue value) {
    TemplateCompiler compiler = new TemplateCompiler();
    Optional<Template> template = compiler.compile(value);
    if (compiler.placeholders() > MAX_PLACEHOLDERS) {
      value.exceeds("must have at most " + MAX_PLACEHOLDERS + " placeholders");
    }
    if (JsonText.of(value.json()).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      value.exceeds("must have at most " + MAX_BYTES + " bytes");
    }
    return template;
  }

  /** Returns the template as its owner wrote it. */
  Object json() {
    return json;
  }

  /**
   * Returns the body for an event.
   *
   * @param event the JSON text of the event
   * @throws FormatException if the event lacks a value, or the body would be too large
   */
  byte[] render(byte[] event) throws FormatException {
    List<Optional<JsonSlice>> values = paths.find(event);
    RenderedBody body = new RenderedBody(MAX_BODY);
    for (TemplatePart part : parts) {
      if (part instanceof FixedPart fixed) {
        body.add(JsonSlice.of(fixed.text()));
      } else if (part instanceof Placeholder placeholder) {
        JsonSlice value = value(placeholder, values);
        if (placeholder.isWhole()) {
          body.add(value);
        } else {
          body.addText(value);
        }
      }
    }
    return body.bytes();
  }

  private static JsonSlice value(Placeholder placeholder, List<Optional<JsonSlice>> values)
      throws FormatException {
    Optional<JsonSlice> value = values.get(placeholder.path());
    if (placeholder.fallback().isPresent() && value.filter(one -> !one.isNull()).isEmpty()) {
      value = placeholder.fallback();
    }
    return value.orElseThrow(() -> new FormatException(FormatException.Reason.MISSING_VALUE));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template template && json.equals(template.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Returns a description without the template. */
  @Override
  public String toString() {
    return "Template[" + parts.size() + " parts]";
  }
}
