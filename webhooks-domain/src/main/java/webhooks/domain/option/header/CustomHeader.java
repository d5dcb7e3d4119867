package webhooks.domain.option.header;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import webhooks.domain.address.Origin;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;

/**
 * A header that the owner adds to each request of a webhook.
 *
 * @param name the name as given
 * @param value visible ASCII, with spaces only between other characters
 * @param secretFor the origin of the callback URL when the value was set, if the value is a secret:
 *     it is never shown, and only sent to this origin
 */
record CustomHeader(String name, String value, Optional<Origin> secretFor) {
  static final String NAME = "name";

  private static final String VALUE = "value";
  private static final String SECRET = "secret";
  private static final int MAX_NAME = 128;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  /** Names that HTTP, a proxy or the product gives a meaning. */
  private static final Set<String> REFUSED =
      Set.of(
          "host",
          "user-agent",
          "traceparent",
          "tracestate",
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "expect",
          "forwarded",
          "via",
          "x-real-ip");

  /** The beginnings of more such names, and of names that clouds trust. */
  private static final Set<String> REFUSED_PREFIXES =
      Set.of(
          "content-",
          "signature",
          "webhook-",
          "ce-",
          "proxy-",
          "x-forwarded-",
          "metadata",
          "x-amz",
          "x-aws-",
          "x-goog",
          "x-azure-",
          "x-ms-");

  /**
   * Reads a header. If the value is left out, it is the value of the header of this name before.
   *
   * @param before the headers up to now
   */
  static Optional<CustomHeader> read(
      OptionValue header, OptionContext context, Stream<CustomHeader> before) {
    if (!header.isObject()) {
      return Optional.empty();
    }
    Optional<String> name = header.requiredText(NAME);
    name.filter(text -> !isAllowed(text))
        .ifPresent(text -> header.invalid(NAME, "must be a header name that may be added"));
    boolean secret = header.member(SECRET).flatMap(OptionValue::flag).orElse(true);
    Optional<CustomHeader> read =
        header.member(VALUE).isPresent()
            ? given(header, context, name, secret)
            : kept(header, before, name, secret);
    header.refuseUnknown();
    return read;
  }

  private static Optional<CustomHeader> given(
      OptionValue header, OptionContext context, Optional<String> name, boolean secret) {
    Optional<Origin> origin = secret ? Optional.of(context.originOf(header)) : Optional.empty();
    Optional<String> value = header.member(VALUE).flatMap(OptionValue::text);
    value
        .filter(text -> !VISIBLE.matcher(text).matches())
        .ifPresent(
            text ->
                header.invalid(
                    VALUE, "must be visible ASCII characters, with spaces only between them"));
    return name.flatMap(known -> value.map(text -> new CustomHeader(known, text, origin)));
  }

  /** A change of {@code secret} to false needs the value: a secret never becomes readable. */
  private static Optional<CustomHeader> kept(
      OptionValue header, Stream<CustomHeader> before, Optional<String> name, boolean secret) {
    Optional<CustomHeader> kept =
        name.flatMap(known -> before.filter(one -> one.isNamed(known)).findFirst())
            .filter(one -> one.isSecret() == secret);
    if (kept.isEmpty()) {
      header.invalid(VALUE, "is required, because no such header has a value to keep");
    }
    return kept.map(one -> new CustomHeader(name.orElseThrow(), one.value(), one.secretFor()));
  }

  /** Some servers read an underscore as a hyphen. */
  private static boolean isAllowed(String name) {
    String known = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return TOKEN.matcher(name).matches()
        && name.length() <= MAX_NAME
        && !REFUSED.contains(known)
        && REFUSED_PREFIXES.stream().noneMatch(known::startsWith);
  }

  /** Returns whether the header has this name, in whatever case. */
  boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }

  private boolean isSecret() {
    return secretFor.isPresent();
  }

  /** Returns whether the header is sent to a receiver of this origin. */
  private boolean isSentTo(Origin receiver) {
    return secretFor.filter(origin -> !origin.equals(receiver)).isEmpty();
  }

  /** Returns the header of a request, if this receiver gets it. */
  Optional<RequestHeader> request(Origin receiver) {
    return isSentTo(receiver)
        ? Optional.of(new RequestHeader(name, value, isSecret() ? secrets() : List.of()))
        : Optional.empty();
  }

  /** Returns the whole value, and the credential after the name of a scheme such as Bearer. */
  private List<String> secrets() {
    String credential = value.substring(value.lastIndexOf(' ') + 1);
    return credential.equals(value) ? List.of(value) : List.of(value, credential);
  }

  /** Returns the header without its origin. */
  CustomHeader unbound() {
    return new CustomHeader(name, value, secretFor.map(origin -> Origin.NONE));
  }

  /** Returns the number of bytes of name and value. */
  int size() {
    return (name + value).getBytes(StandardCharsets.UTF_8).length;
  }

  Map<String, Object> stored() {
    Map<String, Object> json = nameAndKind();
    json.put(VALUE, value);
    secretFor.ifPresent(origin -> json.put(OptionContext.ORIGIN, origin.text()));
    return json;
  }

  Map<String, Object> shown(Origin receiver) {
    Map<String, Object> json = nameAndKind();
    if (isSecret()) {
      json.put("bound", isSentTo(receiver));
    } else {
      json.put(VALUE, value);
    }
    return json;
  }

  private Map<String, Object> nameAndKind() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(NAME, name);
    json.put(SECRET, isSecret());
    return json;
  }

  /** Returns a description without the value. */
  @Override
  public String toString() {
    return "CustomHeader[" + name + "]";
  }
}
