package webhooks.domain.option.consent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.address.Origin;
import webhooks.domain.option.header.RequestHeader;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;

/**
 * The consent that a receiver gave to requests of a sender, as CloudEvents' HTTP webhooks define it
 * (section 4). After it, each request names the sender.
 *
 * <p>The product sets it when the receiver consents. Owners neither see nor set it.
 *
 * @param sender the name of this product, as the receiver was asked for it
 * @param receiver the origin of the receiver; requests to another one do not name the sender
 */
public record Consent(String sender, Origin receiver) implements Option {
  /** The header with the name of the sender. */
  public static final String REQUEST_ORIGIN = "WebHook-Request-Origin";

  private static final String SENDER = "sender";

  /** Reads the stored option. */
  public static Optional<Consent> read(OptionValue value, OptionContext context) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    Origin receiver = context.originOf(value);
    Optional<String> sender = value.requiredText(SENDER);
    value.refuseUnknown();
    return sender.map(name -> new Consent(name, receiver));
  }

  /** Returns the header of a request to this receiver, if it has consented. */
  public Optional<RequestHeader> header(Origin to) {
    return receiver.equals(to)
        ? Optional.of(new RequestHeader(REQUEST_ORIGIN, sender, List.of()))
        : Optional.empty();
  }

  @Override
  public Object stored() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(SENDER, sender);
    json.put(OptionContext.ORIGIN, receiver.text());
    return json;
  }
}
