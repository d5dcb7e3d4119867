package webhooks.domain.webhook.revision;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.error.Faults;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;
import webhooks.domain.json.JsonText;
import webhooks.domain.option.OptionMember;
import webhooks.domain.option.selection.EventFilters;
import webhooks.domain.option.selection.EventTypePatterns;
import webhooks.domain.option.selection.Selection;
import webhooks.domain.option.value.OptionValue;
import webhooks.domain.subscription.WebhookScope;

/**
 * The settings of a webhook at one time, without secrets.
 *
 * @param activation the number of the latest activation
 * @param deactivationReason the name of the reason for being inactive; empty if it is active or
 *     never was
 * @param paused whether its owner or an administrator had paused it
 * @param options the options as owners read them, as a JSON object; empty if they could not be read
 */
public record WebhookSettings(
    WebhookScope scope,
    String scopeId,
    boolean active,
    long activation,
    Optional<String> deactivationReason,
    String callbackUrl,
    List<String> eventTypes,
    boolean paused,
    Optional<Map<String, Object>> options) {
  private static final Set<String> SELECTING =
      Set.of(OptionMember.EVENT_TYPE_PATTERNS.text(), OptionMember.FILTERS.text());

  /** Returns the JSON that is stored. The URL may have credentials, so it must be encrypted. */
  String stored() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scope", scope.text());
    json.put("scopeId", scopeId);
    json.put("active", active);
    json.put("activation", BigDecimal.valueOf(activation));
    deactivationReason.ifPresent(reason -> json.put("deactivationReason", reason));
    json.put("callbackUrl", callbackUrl);
    json.put("eventTypes", eventTypes);
    json.put("paused", paused);
    options.ifPresent(shown -> json.put("options", shown));
    return JsonText.of(json);
  }

  /**
   * Reads the form of {@link #stored}. Ignores members that a later version of the product added.
   *
   * @throws IllegalStateException if it has another form
   */
  static WebhookSettings parse(String stored) {
    try {
      return of(JsonObjectParser.parse(stored.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidBody | ClassCastException | NullPointerException e) {
      throw new IllegalStateException("Stored settings of a webhook can't be read", e);
    }
  }

  private static WebhookSettings of(Map<String, Object> json) {
    return new WebhookSettings(
        WebhookScope.of((String) json.get("scope")).orElseThrow(IllegalStateException::new),
        (String) json.get("scopeId"),
        (Boolean) json.get("active"),
        ((BigDecimal) json.get("activation")).longValue(),
        Optional.ofNullable((String) json.get("deactivationReason")),
        (String) json.get("callbackUrl"),
        ((List<?>) json.get("eventTypes")).stream().map(String.class::cast).toList(),
        (Boolean) json.get("paused"),
        Optional.ofNullable(json.get("options")).map(WebhookSettings::object));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  /** Returns which events the options select; all if they could not be read. */
  public Selection selection() {
    Faults ignored = new Faults();
    return Selection.of(
        option(OptionMember.EVENT_TYPE_PATTERNS, ignored).flatMap(EventTypePatterns::read),
        option(OptionMember.FILTERS, ignored).flatMap(EventFilters::read));
  }

  private Optional<OptionValue> option(OptionMember member, Faults faults) {
    return options
        .map(shown -> shown.get(member.text()))
        .map(value -> new OptionValue(member.text(), value, faults));
  }

  /**
   * Returns these settings as administrators of the product read them: without the query of the
   * URL, and with only the options that select events. Others may have credentials, as in the URL
   * of an issuer or in a header.
   */
  public WebhookSettings forAdministrator() {
    return new WebhookSettings(
        scope,
        scopeId,
        active,
        activation,
        deactivationReason,
        CallbackUrl.withoutQuery(callbackUrl),
        eventTypes,
        paused,
        options.map(WebhookSettings::selecting));
  }

  private static Map<String, Object> selecting(Map<String, Object> shown) {
    Map<String, Object> kept = new LinkedHashMap<>(shown);
    kept.keySet().retainAll(SELECTING);
    return kept;
  }

  /** Returns a description without URL and options. */
  @Override
  public String toString() {
    return "WebhookSettings[" + scope.text() + " " + scopeId + ", active " + active + "]";
  }
}
