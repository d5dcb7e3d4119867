package webhooks.domain.option.signature;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.address.Origin;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;
import webhooks.domain.page.Timestamps;

/**
 * Chooses the signatures of the header {@code webhook-signature}.
 *
 * @param schemes at least one, in the order of the header
 * @param keys the signing keys; present with {@link SignatureScheme#V1A}, and kept after it
 */
public record Signature(Set<SignatureScheme> schemes, Optional<SigningKeys> keys)
    implements Option {
  /** The signature of a webhook whose owner has chosen none. */
  public static final Signature DEFAULT =
      new Signature(EnumSet.of(SignatureScheme.V1), Optional.empty());

  private static final String SCHEMES = "schemes";
  private static final String PUBLIC_KEY = "publicKey";

  /**
   * Reads the option. The first request with {@link SignatureScheme#V1A} makes a key, which later
   * ones keep. Only stored JSON has keys: in a request they are unknown members.
   */
  public static Optional<Signature> read(OptionValue value, OptionContext context) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    Optional<Set<SignatureScheme>> schemes = schemes(value);
    Optional<Signature> read =
        context.receiver().isEmpty()
            ? stored(schemes, value)
            : schemes.map(chosen -> given(chosen, context.before(Signature.class)));
    value.refuseUnknown();
    return read;
  }

  /** A key that can't be read is not left out, also while it does not sign. */
  private static Optional<Signature> stored(
      Optional<Set<SignatureScheme>> schemes, OptionValue value) {
    Optional<SigningKeys> keys = SigningKeys.read(value);
    return schemes
        .filter(
            chosen ->
                keys.isPresent()
                    || !chosen.contains(SignatureScheme.V1A) && !SigningKeys.isIn(value))
        .map(chosen -> new Signature(chosen, keys));
  }

  private static Signature given(Set<SignatureScheme> chosen, Optional<Signature> before) {
    Optional<SigningKeys> kept = before.flatMap(Signature::keys);
    return new Signature(
        chosen,
        kept.isEmpty() && chosen.contains(SignatureScheme.V1A)
            ? Optional.of(SigningKeys.of(SigningKey.generate()))
            : kept);
  }

  private static Optional<Set<SignatureScheme>> schemes(OptionValue value) {
    Optional<OptionValue> given = value.member(SCHEMES);
    if (given.isEmpty()) {
      value.invalid(SCHEMES, "is required");
      return Optional.empty();
    }
    Optional<List<OptionValue>> elements = given.get().elements();
    if (elements.filter(List::isEmpty).isPresent()) {
      value.invalid(SCHEMES, "must have at least one scheme");
    }
    List<SignatureScheme> known =
        elements.stream().flatMap(List::stream).flatMap(one -> scheme(one).stream()).toList();
    // A scheme of a later version must not be left out.
    return elements
        .filter(all -> !all.isEmpty() && all.size() == known.size())
        .map(all -> EnumSet.copyOf(known));
  }

  private static Optional<SignatureScheme> scheme(OptionValue value) {
    Optional<String> text = value.text();
    Optional<SignatureScheme> scheme = text.flatMap(SignatureScheme::of);
    if (text.isPresent() && scheme.isEmpty()) {
      value.invalid("must be v1 or v1a");
    }
    return scheme;
  }

  /** Returns whether requests have a signature of this scheme. */
  public boolean has(SignatureScheme scheme) {
    return schemes.contains(scheme);
  }

  /** Returns the key that signs, if requests have an asymmetric signature. */
  public Optional<SigningKey> signingKey() {
    return keys.filter(all -> has(SignatureScheme.V1A)).map(SigningKeys::current);
  }

  /** Returns this option with other keys. */
  public Signature with(SigningKeys changed) {
    return new Signature(schemes, Optional.of(changed));
  }

  @Override
  public Object stored() {
    Map<String, Object> json = json();
    keys.ifPresent(all -> all.store(json));
    return json;
  }

  /** Returns the schemes and the public keys. */
  public Map<String, Object> shown() {
    Map<String, Object> json = json();
    keys.ifPresent(all -> json.put(PUBLIC_KEY, all.current().publicKey().text()));
    keys.flatMap(SigningKeys::next)
        .ifPresent(
            next ->
                json.put(
                    "next",
                    Map.of(
                        PUBLIC_KEY,
                        next.key().publicKey().text(),
                        "usedFrom",
                        Timestamps.utcMillis(next.from()))));
    return json;
  }

  @Override
  public Object shown(Origin receiver) {
    return shown();
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(SCHEMES, schemes.stream().map(SignatureScheme::text).toList());
    return json;
  }
}
