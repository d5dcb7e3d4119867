package webhooks.domain.option.signature;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import webhooks.domain.option.value.OptionValue;

/**
 * The signing keys of a webhook. Immutable.
 *
 * <p>A rotation adds a next key, which receivers can fetch for a while before it signs. Then it
 * becomes the current key, and receivers can fetch the former one for {@link #RETIREMENT} more: as
 * long as an attempt may still sign with it, and its answer may be in a cache. The times are of the
 * database's clock.
 *
 * @param current signs
 * @param next will sign
 * @param retired the public keys of former keys, the oldest first
 */
public record SigningKeys(SigningKey current, Optional<NextKey> next, List<RetiredKey> retired) {
  /** How long receivers may keep the published keys. */
  public static final Duration MAX_AGE = Duration.ofHours(1);

  /**
   * How long a former key stays published. An attempt signs with the keys that its claim has read,
   * and its lease ends within a minute.
   */
  static final Duration RETIREMENT = MAX_AGE.multipliedBy(2);

  /** A rotation may wait for its commit, and only then a receiver can fetch the new key. */
  static final Duration MARGIN = Duration.ofMinutes(1);

  private static final String CURRENT = "key";
  private static final String NEXT = "next";
  private static final String RETIRED = "retired";
  private static final String FROM = "from";
  private static final String UNTIL = "until";

  /**
   * A key that will sign.
   *
   * @param from when it becomes the current key
   */
  public record NextKey(SigningKey key, Instant from) {}

  /**
   * A key that does not sign any more.
   *
   * @param until when its publication ends
   */
  public record RetiredKey(VerificationKey key, Instant until) {}

  /** Copies the retired keys. */
  public SigningKeys {
    retired = List.copyOf(retired);
  }

  /** Returns the keys of a webhook that has a new one. */
  static SigningKeys of(SigningKey first) {
    return new SigningKeys(first, Optional.empty(), List.of());
  }

  /** Reads the form of {@link #store}; empty if a key or a time can't be read. */
  static Optional<SigningKeys> read(OptionValue value) {
    Optional<OptionValue> givenNext = value.member(NEXT);
    Optional<NextKey> next = givenNext.flatMap(SigningKeys::next);
    List<OptionValue> givenRetired =
        value.member(RETIRED).flatMap(OptionValue::elements).orElse(List.of());
    List<RetiredKey> retired = givenRetired.stream().flatMap(one -> retired(one).stream()).toList();
    return value
        .member(CURRENT)
        .flatMap(SigningKeys::current)
        .filter(key -> next.isPresent() == givenNext.isPresent())
        .filter(key -> retired.size() == givenRetired.size())
        .map(key -> new SigningKeys(key, next, retired));
  }

  /** Returns whether stored JSON has a key. */
  static boolean isIn(OptionValue value) {
    return value.member(CURRENT).isPresent();
  }

  private static Optional<SigningKey> current(OptionValue value) {
    Optional<SigningKey> key = SigningKey.read(value);
    value.refuseUnknown();
    return key;
  }

  private static Optional<NextKey> next(OptionValue value) {
    Optional<Instant> from = time(value, FROM);
    return current(value).flatMap(key -> from.map(time -> new NextKey(key, time)));
  }

  private static Optional<RetiredKey> retired(OptionValue value) {
    Optional<VerificationKey> key = SigningKey.readPublic(value);
    Optional<Instant> until = time(value, UNTIL);
    value.refuseUnknown();
    return key.flatMap(one -> until.map(time -> new RetiredKey(one, time)));
  }

  private static Optional<Instant> time(OptionValue value, String name) {
    try {
      return value.member(name).flatMap(OptionValue::text).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the keys after a rotation. A next key that does not sign yet is dropped.
   *
   * @param lead how long receivers can fetch the new key before it signs. If it is zero, the new
   *     key signs at once, and no former key stays published: it counts as stolen
   */
  public SigningKeys rotated(SigningKey fresh, Instant now, Duration lead) {
    return lead.isZero()
        ? of(fresh)
        : new SigningKeys(
            current,
            Optional.of(
                new NextKey(fresh, now.plus(lead).plus(MARGIN).truncatedTo(ChronoUnit.MILLIS))),
            retired);
  }

  /** Returns the keys at a time: the next one may have become the current one. */
  public SigningKeys at(Instant now) {
    List<RetiredKey> published = new ArrayList<>(retired);
    Optional<NextKey> due = next.filter(one -> !one.from().isAfter(now));
    due.ifPresent(
        one ->
            published.add(
                new RetiredKey(
                    current.publicKey(), now.plus(RETIREMENT).truncatedTo(ChronoUnit.MILLIS))));
    published.removeIf(one -> !one.until().isAfter(now));
    return new SigningKeys(
        due.map(NextKey::key).orElse(current),
        due.isPresent() ? Optional.empty() : next,
        published);
  }

  /** Returns when {@link #at} differs next. */
  public Optional<Instant> nextChange() {
    return Stream.concat(next.stream().map(NextKey::from), retired.stream().map(RetiredKey::until))
        .min(Instant::compareTo);
  }

  /** Returns the keys that receivers can fetch, the current one first. */
  public List<VerificationKey> published() {
    return Stream.of(
            Stream.of(current.publicKey()),
            next.stream().map(one -> one.key().publicKey()),
            retired.stream().map(RetiredKey::key))
        .flatMap(keys -> keys)
        .toList();
  }

  /** Adds the keys to the JSON that is stored. */
  void store(Map<String, Object> json) {
    json.put(CURRENT, current.stored());
    next.ifPresent(one -> json.put(NEXT, with(one.key().stored(), FROM, one.from())));
    if (!retired.isEmpty()) {
      json.put(
          RETIRED,
          retired.stream()
              .map(one -> with(SigningKey.stored(one.key()), UNTIL, one.until()))
              .toList());
    }
  }

  private static Map<String, Object> with(Map<String, Object> key, String name, Instant time) {
    Map<String, Object> json = new LinkedHashMap<>(key);
    json.put(name, time.toString());
    return json;
  }
}
