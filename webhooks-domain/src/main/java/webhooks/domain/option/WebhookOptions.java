package webhooks.domain.option;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import webhooks.domain.address.Origin;
import webhooks.domain.error.Faults;
import webhooks.domain.json.JsonText;
import webhooks.domain.option.attempt.AttemptTimeout;
import webhooks.domain.option.attempt.Retry;
import webhooks.domain.option.authentication.Authentication;
import webhooks.domain.option.authentication.OAuth2Authentication;
import webhooks.domain.option.consent.Consent;
import webhooks.domain.option.header.CustomHeaders;
import webhooks.domain.option.header.RequestHeader;
import webhooks.domain.option.rate.Throttle;
import webhooks.domain.option.request.Format;
import webhooks.domain.option.retention.PayloadRetention;
import webhooks.domain.option.selection.EventFilters;
import webhooks.domain.option.selection.EventTypePatterns;
import webhooks.domain.option.selection.Selection;
import webhooks.domain.option.signature.Signature;
import webhooks.domain.option.tls.ClientTls;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;
import webhooks.domain.settings.OptionSettings;

/**
 * The options of one webhook. Immutable.
 *
 * <p>Credentials belong to the origin that the callback URL had when they were set. They are not
 * sent to another one: a caller who may change the URL must not read a secret.
 */
public final class WebhookOptions {
  /** The options of a webhook whose owner has set none. */
  public static final WebhookOptions NONE = new WebhookOptions(Map.of());

  private static final String AUTHENTICATION = OptionMember.AUTHENTICATION.text();

  private final Map<OptionMember, Option> members;

  private WebhookOptions(Map<OptionMember, Option> members) {
    EnumMap<OptionMember, Option> ordered = new EnumMap<>(OptionMember.class);
    ordered.putAll(members);
    this.members = Collections.unmodifiableMap(ordered);
  }

  /**
   * Reads the form of {@link #stored}. A value that a rule forbids now is read all the same: it was
   * allowed when it was set.
   *
   * @throws IllegalStateException if a later version of the product has stored it
   */
  public static WebhookOptions parse(String stored) {
    return new StoredOptions(stored).parse();
  }

  /**
   * Returns these options with other members.
   *
   * @param given the members that change, by their names
   * @param receiver the present origin of the callback URL; empty if the members were stored
   * @param maxima the operator's maxima
   * @param faults gets the faults of the members
   */
  WebhookOptions with(
      Map<String, Object> given, Optional<Origin> receiver, OptionSettings maxima, Faults faults) {
    Map<OptionMember, Option> changed = new EnumMap<>(OptionMember.class);
    changed.putAll(members);
    given.forEach(
        (name, value) ->
            OptionMember.of(name)
                .filter(member -> value != null && (receiver.isEmpty() || !member.isInternal()))
                .ifPresent(
                    member ->
                        member
                            .read(
                                new OptionValue(name, value, faults),
                                new OptionContext(get(member), receiver, maxima))
                            .ifPresent(option -> changed.put(member, option))));
    WebhookOptions result = new WebhookOptions(changed);
    result.checkAuthorization(given, faults);
    return result;
  }

  /** The fault is of the header, unless only the credentials are given. */
  private void checkAuthorization(Map<String, Object> given, Faults faults) {
    String headers = OptionMember.HEADERS.text();
    headers()
        .flatMap(all -> all.pathOf(RequestHeader.AUTHORIZATION))
        .filter(path -> has(OptionMember.AUTHENTICATION))
        .map(path -> given.get(headers) == null ? AUTHENTICATION : headers + path)
        .ifPresent(
            target ->
                faults.invalid(
                    target,
                    "'%s' conflicts: a header Authorization and 'authentication' exclude each other."
                        .formatted(target)));
  }

  /**
   * Returns these options without origins: their credentials are sent to no receiver until they are
   * set again.
   */
  public WebhookOptions unbound() {
    Map<OptionMember, Option> all = new EnumMap<>(OptionMember.class);
    members.forEach((member, option) -> all.put(member, option.unbound()));
    return new WebhookOptions(all);
  }

  /**
   * Returns these options after a consent of the receiver.
   *
   * @param maxRequestsPerSecond the rate that the receiver allows, if it names one; it lowers the
   *     rate of the throttle, or sets it
   */
  public WebhookOptions consented(Consent consent, Optional<BigDecimal> maxRequestsPerSecond) {
    Map<OptionMember, Option> changed = new EnumMap<>(OptionMember.class);
    changed.putAll(members);
    changed.put(OptionMember.CONSENT, consent);
    maxRequestsPerSecond.ifPresent(
        rate -> changed.put(OptionMember.THROTTLE, throttle().orElse(Throttle.NONE).atMost(rate)));
    return new WebhookOptions(changed);
  }

  /** Returns only these members. */
  WebhookOptions only(Stream<OptionMember> kept) {
    Map<OptionMember, Option> left = new EnumMap<>(OptionMember.class);
    kept.filter(members::containsKey).forEach(member -> left.put(member, members.get(member)));
    return new WebhookOptions(left);
  }

  /** Returns these options without one member. */
  public WebhookOptions without(OptionMember removed) {
    return only(members.keySet().stream().filter(member -> member != removed));
  }

  /** Returns whether no option is set. */
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** Returns whether an option is set. */
  public boolean has(OptionMember member) {
    return members.containsKey(member);
  }

  private Optional<Option> get(OptionMember member) {
    return Optional.ofNullable(members.get(member));
  }

  private Optional<CustomHeaders> headers() {
    return get(OptionMember.HEADERS).map(CustomHeaders.class::cast);
  }

  private Optional<Authentication> authentication() {
    return get(OptionMember.AUTHENTICATION).map(Authentication.class::cast);
  }

  private Optional<Consent> consent() {
    return get(OptionMember.CONSENT).map(Consent.class::cast);
  }

  /** Returns how requests get their token, if they need one. */
  public Optional<OAuth2Authentication> oauth2() {
    return authentication()
        .filter(OAuth2Authentication.class::isInstance)
        .map(OAuth2Authentication.class::cast);
  }

  /**
   * Returns the headers that a request to a receiver of this origin has because of its options. The
   * token of {@link #oauth2} comes on top of them.
   */
  public List<RequestHeader> requestHeaders(Origin receiver) {
    return Stream.of(
            headers().stream().flatMap(headers -> headers.requestHeaders(receiver)),
            authentication().stream().flatMap(one -> one.header(receiver).stream()),
            consent().stream().flatMap(one -> one.header(receiver).stream()))
        .flatMap(added -> added)
        .toList();
  }

  /** Returns the client certificate of connections to the receiver, if they need one. */
  public Optional<ClientTls> tls() {
    return get(OptionMember.TLS).map(ClientTls.class::cast);
  }

  /** Returns the form in which the receiver gets events. */
  public Format format() {
    return get(OptionMember.FORMAT).map(Format.class::cast).orElse(Format.DEFAULT);
  }

  /** Returns the bound of the requests, if there is one. */
  public Optional<Throttle> throttle() {
    return get(OptionMember.THROTTLE).map(Throttle.class::cast);
  }

  /** Returns the time-out of attempts, if the owner has set one. */
  public Optional<AttemptTimeout> timeout() {
    return get(OptionMember.TIMEOUT).map(AttemptTimeout.class::cast);
  }

  /** Returns when failed attempts are repeated, if the owner has set it. */
  public Optional<Retry> retry() {
    return get(OptionMember.RETRY).map(Retry.class::cast);
  }

  /** Returns which events go to the webhook, in addition to the properties of the webhook. */
  public Selection selection() {
    return Selection.of(
        get(OptionMember.EVENT_TYPE_PATTERNS).map(EventTypePatterns.class::cast),
        get(OptionMember.FILTERS).map(EventFilters.class::cast));
  }

  /** Returns the signatures of requests. */
  public Signature signature() {
    return get(OptionMember.SIGNATURE).map(Signature.class::cast).orElse(Signature.DEFAULT);
  }

  /** Returns these options with other signatures. */
  public WebhookOptions with(Signature signature) {
    Map<OptionMember, Option> all = new EnumMap<>(OptionMember.class);
    all.putAll(members);
    all.put(OptionMember.SIGNATURE, signature);
    return new WebhookOptions(all);
  }

  /** Returns which payloads are kept and shown. */
  public PayloadRetention retention() {
    return get(OptionMember.RETENTION)
        .map(PayloadRetention.class::cast)
        .orElse(PayloadRetention.NONE);
  }

  /** Returns the owner's text about the webhook, if there is one. */
  public Optional<String> description() {
    return get(OptionMember.DESCRIPTION).map(Description.class::cast).map(Description::text);
  }

  /** Returns the names of the members that differ, in the order in which they are shown. */
  public List<String> changes(WebhookOptions before) {
    return Stream.of(OptionMember.values())
        .filter(member -> !get(member).equals(before.get(member)))
        .map(OptionMember::text)
        .toList();
  }

  /** Returns the text that is stored. It includes secrets, so it must be encrypted. */
  public String stored() {
    Map<String, Object> json = new LinkedHashMap<>();
    members.forEach((member, option) -> json.put(member.text(), option.stored()));
    return JsonText.of(json);
  }

  /**
   * Returns the members that are set as owners read them, without secrets, as a JSON object.
   *
   * @param receiver the present origin of the callback URL
   */
  public Map<String, Object> shown(Origin receiver) {
    Map<String, Object> json = new LinkedHashMap<>();
    members.forEach(
        (member, option) -> {
          if (!member.isInternal()) {
            json.put(member.text(), option.shown(receiver));
          }
        });
    return json;
  }

  /** Returns a description without values. */
  @Override
  public String toString() {
    return "WebhookOptions" + members.keySet();
  }
}
