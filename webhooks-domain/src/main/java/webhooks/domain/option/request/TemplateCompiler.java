package webhooks.domain.option.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.json.JsonPath;
import webhooks.domain.json.JsonPathTree;
import webhooks.domain.json.JsonText;
import webhooks.domain.option.request.Template.FixedPart;
import webhooks.domain.option.request.Template.Placeholder;
import webhooks.domain.option.request.Template.TemplatePart;
import webhooks.domain.option.value.OptionValue;

/** Turns the JSON of one template into its parts. Not safe for several threads. */
final class TemplateCompiler {
  private final List<TemplatePart> parts = new ArrayList<>();
  private final Map<JsonPath, Integer> paths = new LinkedHashMap<>();
  private final StringBuilder fixed = new StringBuilder();
  private int placeholders;
  private boolean isValid = true;

  /** Returns the template, unless one of its strings is invalid. */
  Optional<Template> compile(OptionValue value) {
    add(value);
    endFixedPart();
    return isValid
        ? Optional.of(
            new Template(value.json(), new JsonPathTree(List.copyOf(paths.keySet())), parts))
        : Optional.empty();
  }

  /** Returns the number of placeholders in all strings. */
  int placeholders() {
    return placeholders;
  }

  private void add(OptionValue value) {
    if (value.json() instanceof Map<?, ?> object) {
      fixed.append('{');
      object.forEach((name, inner) -> addMember(value, (String) name, inner));
      end('}');
    } else if (value.json() instanceof List<?> array) {
      fixed.append('[');
      for (int i = 0; i < array.size(); i++) {
        add(value.at("[" + i + "]", array.get(i)));
        fixed.append(',');
      }
      end(']');
    } else if (value.json() instanceof String) {
      Optional<String> text = value.text();
      isValid &= text.isPresent();
      text.ifPresent(given -> addText(value, given));
    } else {
      fixed.append(JsonText.of(value.json()));
    }
  }

  /** Adds a member. There are no placeholders in names. */
  private void addMember(OptionValue object, String name, Object inner) {
    isValid &= object.at("." + name, name).text().isPresent();
    fixed.append(JsonText.of(name)).append(':');
    add(object.at("." + name, inner));
    fixed.append(',');
  }

  /** Ends an object or an array, in place of the comma after its last value. */
  private void end(char bracket) {
    int last = fixed.length() - 1;
    if (fixed.charAt(last) == ',') {
      fixed.setCharAt(last, bracket);
    } else {
      fixed.append(bracket);
    }
  }

  private void addText(OptionValue value, String text) {
    int begin = text.indexOf(PlaceholderReader.BEGIN);
    PlaceholderReader whole = new PlaceholderReader(text, 0);
    if (begin == 0 && whole.read() && whole.end() == text.length()) {
      add(whole, true);
      return;
    }
    fixed.append('"');
    int copied = 0;
    while (begin >= 0) {
      addInString(text.substring(copied, begin));
      PlaceholderReader reader = new PlaceholderReader(text, begin);
      if (!reader.read()) {
        isValid = false;
        value.invalid("must have only placeholders such as ${$.content.id} or ${$.a ?? \"b\"}");
        return;
      }
      add(reader, false);
      copied = reader.end();
      begin = text.indexOf(PlaceholderReader.BEGIN, copied);
    }
    addInString(text.substring(copied));
    fixed.append('"');
  }

  private void addInString(String text) {
    String quoted = JsonText.of(text);
    fixed.append(quoted, 1, quoted.length() - 1);
  }

  private void add(PlaceholderReader placeholder, boolean isWhole) {
    placeholders++;
    endFixedPart();
    int path = paths.computeIfAbsent(placeholder.path(), added -> paths.size());
    parts.add(new Placeholder(path, isWhole, placeholder.fallback()));
  }

  private void endFixedPart() {
    if (fixed.length() > 0) {
      parts.add(new FixedPart(fixed.toString().getBytes(StandardCharsets.UTF_8)));
      fixed.setLength(0);
    }
  }
}
