package webhooks.domain.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import webhooks.domain.address.Origin;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.settings.OptionSettings;

/**
 * A request to change the options of a webhook, not yet checked.
 *
 * @param members the options by their names, as JSON values
 * @param replaces whether the options that the request does not name are reset
 * @param faults the faults of the body as a whole
 */
public record ChangeOptions(Map<String, Object> members, boolean replaces, List<Fault> faults) {
  /**
   * Returns the options after the change, within the product's own maxima.
   *
   * @param before the present options
   * @param receiver the present origin of the callback URL
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  public WebhookOptions applyTo(WebhookOptions before, Origin receiver) {
    return applyTo(before, receiver, OptionSettings.LARGEST, (after, found) -> {});
  }

  /**
   * Returns the options after the change, like the other method.
   *
   * @param maxima the operator's maxima
   * @param check adds the faults that only a look-up can find
   */
  public WebhookOptions applyTo(
      WebhookOptions before,
      Origin receiver,
      OptionSettings maxima,
      BiConsumer<WebhookOptions, Faults> check) {
    Faults found = new Faults(faults);
    members.forEach((name, value) -> refuseUnknown(name, value, found));
    WebhookOptions kept = replaces ? before.only(Stream.concat(given(), internal())) : before;
    WebhookOptions after = kept.with(members, Optional.of(receiver), maxima, found);
    check.accept(after, found);
    found.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "Cannot change the options. The request is not valid.");
    return after;
  }

  /** Returns this request with another value of one option. */
  ChangeOptions with(OptionMember member, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(members);
    changed.put(member.text(), value);
    return new ChangeOptions(changed, replaces, faults);
  }

  private static void refuseUnknown(String name, Object value, Faults found) {
    if (value != null && OptionMember.settable(name).isEmpty()) {
      found.add(
          Fault.of(
              FaultCode.INVALID_PROPERTY,
              name,
              "Property '" + name + "' is unknown or cannot be set."));
    }
  }

  private static Stream<OptionMember> internal() {
    return Stream.of(OptionMember.values()).filter(OptionMember::isInternal);
  }

  private Stream<OptionMember> given() {
    return members.entrySet().stream()
        .filter(member -> member.getValue() != null)
        .flatMap(member -> OptionMember.of(member.getKey()).stream());
  }

  /** Returns a description without values. */
  @Override
  public String toString() {
    return "ChangeOptions[" + members.size() + " members]";
  }
}
