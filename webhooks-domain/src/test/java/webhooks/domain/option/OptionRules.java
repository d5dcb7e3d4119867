package webhooks.domain.option;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import webhooks.domain.address.Origin;
import webhooks.domain.error.Refusal;
import webhooks.domain.json.JsonText;

/** Applies requests to options, for tests. */
public final class OptionRules {
  public static final Origin RECEIVER = new Origin("https://example.com:443");
  public static final Origin OTHER = new Origin("https://other.example:443");

  private OptionRules() {}

  /** Returns the options after a PATCH. Apostrophes in the JSON stand for quotes. */
  public static WebhookOptions patch(WebhookOptions before, String json) {
    return new ChangeOptions(OptionJson.members(json), false, List.of()).applyTo(before, RECEIVER);
  }

  /** Returns the options after a PUT. */
  public static WebhookOptions put(WebhookOptions before, String json) {
    return new ChangeOptions(OptionJson.members(json), true, List.of()).applyTo(before, RECEIVER);
  }

  public static WebhookOptions options(String json) {
    return patch(WebhookOptions.NONE, json);
  }

  /** Returns code and target of each fault of a PATCH. */
  public static List<String> faults(WebhookOptions before, String json) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> patch(before, json));
    return refusal == null
        ? List.of()
        : refusal.details().stream()
            .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
            .toList();
  }

  public static List<String> faults(String json) {
    return faults(WebhookOptions.NONE, json);
  }

  /** Returns what owners read, with apostrophes for quotes. */
  public static String shown(WebhookOptions options) {
    return JsonText.of(options.shown(RECEIVER)).replace('"', '\'');
  }
}
