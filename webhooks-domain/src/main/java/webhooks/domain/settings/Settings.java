package webhooks.domain.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * Every setting of the product, with its default: the one place to look.
 *
 * <p>Settings are MicroProfile Config keys, so {@code webhooks.data.dir} may also be given as the
 * environment variable {@code WEBHOOKS_DATA_DIR}. Durations are ISO 8601, lists are separated by
 * commas, an empty value means the default. The address, port, database and broker settings of the
 * runnable jar are read by its launcher and its resource adapter, before this application exists.
 *
 * @param dataDirectory {@code webhooks.data.dir}, ./webhooks-data: the generated encryption key
 * @param eventTypes {@code webhooks.event-types}: names added to the catalogue
 * @param accountScopeNeedsMaintainer {@code webhooks.authorization.account-scope}: {@code member}
 *     (default) or {@code maintainer}, which asks for the permission on the account too
 * @param remoteAccessControl {@code webhooks.access-control.url}, where {@code
 *     webhooks.access-control} is {@code remote}; empty means {@code local} (default)
 * @param rateLimit {@code webhooks.rate-limit}, 5000: requests a minute of one client on one node
 * @param retention {@code webhooks.retention}, P14D: how long finished deliveries are kept, and
 *     events, by whose ids repeats are known
 */
public record Settings(
    Path dataDirectory,
    List<String> eventTypes,
    boolean accountScopeNeedsMaintainer,
    Optional<URI> remoteAccessControl,
    int rateLimit,
    Duration retention,
    Token token,
    Delivery delivery,
    Encryption encryption) {
  /** What a node that died held is not sent for as long as this and a little more. */
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration MAX_WAIT = Duration.ofDays(365);

  private static final Duration MAX_RETENTION = Duration.ofDays(3650);

  /**
   * How bearer tokens are verified and read. Without issuer and key every token is refused.
   *
   * <p>The claims' defaults are the preset's.
   *
   * @param issuer {@code mp.jwt.verify.issuer}
   * @param publicKey {@code mp.jwt.verify.publickey}: a JWK, a JWK set or a PEM public key
   * @param publicKeyLocation {@code mp.jwt.verify.publickey.location}: a URL or a file of the same
   * @param audiences {@code mp.jwt.verify.audiences}: one of them must be in {@code aud}; none
   *     means that {@code aud} is not looked at
   * @param preset {@code webhooks.token.preset}: whose tokens these are
   * @param clientClaims {@code webhooks.token.client-claim}: the first present names the client
   * @param accountClaim {@code webhooks.token.account-claim}: names the account
   * @param roleClaims {@code webhooks.token.role-claim}: all present are read
   * @param scopeClaims {@code webhooks.token.scope-claim}: all present are read
   * @param userClaims {@code webhooks.token.user-claims}: one of them marks a user's token
   * @param adminClients {@code webhooks.token.admin-clients}: clients that may use the admin API
   *     without its scope
   * @param publisherClients {@code webhooks.token.publisher-clients}: clients that may publish
   *     events without the scope
   */
  public record Token(
      Optional<String> issuer,
      Optional<String> publicKey,
      Optional<String> publicKeyLocation,
      List<String> audiences,
      TokenPreset preset,
      List<String> clientClaims,
      String accountClaim,
      List<String> roleClaims,
      List<String> scopeClaims,
      List<String> userClaims,
      List<String> adminClients,
      List<String> publisherClients) {}

  /**
   * How deliveries are sent.
   *
   * @param timeout {@code webhooks.delivery.timeout}, PT5S, at most PT1M: for one attempt in all
   * @param retrySchedule {@code webhooks.delivery.retry-schedule}: the wait after each failed
   *     attempt; one attempt more than it has entries
   * @param maxInFlight {@code webhooks.delivery.max-in-flight}, 500: deliveries leased by a node
   * @param maxInFlightPerWebhook {@code webhooks.delivery.max-in-flight-per-webhook}, 100
   * @param allowedNetworks {@code webhooks.delivery.allowed-networks}: CIDRs that may be called
   *     although they are not public
   * @param trustedCertificates {@code webhooks.delivery.trusted-certificates}: a PEM file of
   *     authorities trusted besides those of Java
   * @param proxy {@code webhooks.delivery.proxy}: an HTTP proxy that all deliveries go through;
   *     never taken from the environment's own settings of proxies
   */
  public record Delivery(
      Duration timeout,
      List<Duration> retrySchedule,
      int maxInFlight,
      int maxInFlightPerWebhook,
      List<String> allowedNetworks,
      Optional<Path> trustedCertificates,
      Optional<HostAndPort> proxy) {

    /** Returns how long a delivery is leased for: long enough for an attempt and its record. */
    public Duration lease() {
      return timeout.plusSeconds(10);
    }
  }

  /**
   * The keys that secrets are encrypted with at rest, base64 of 32 bytes each.
   *
   * @param key {@code webhooks.encryption.key}: without it one is made in the data directory, with
   *     the embedded database only
   * @param previousKeys {@code webhooks.encryption.previous-keys}: still read, no more written with
   */
  public record Encryption(Optional<String> key, List<String> previousKeys) {
    /** Returns a text without the keys. */
    @Override
    public String toString() {
      return "Encryption[]";
    }
  }

  /**
   * Reads and checks every setting.
   *
   * @throws InvalidSetting for the first one that is not valid
   */
  public static Settings read(SettingReader reader) {
    return new Settings(
        reader.path("webhooks.data.dir").orElse(Path.of("webhooks-data")),
        reader.list("webhooks.event-types", List.of()),
        reader
            .oneOf("webhooks.authorization.account-scope", "member", "maintainer")
            .equals("maintainer"),
        reader.oneOf("webhooks.access-control", "local", "remote").equals("remote")
            ? Optional.of(ServiceUrl.read(reader, "webhooks.access-control.url"))
            : Optional.empty(),
        reader.count("webhooks.rate-limit", 5000),
        reader.duration("webhooks.retention", "P14D", MAX_RETENTION),
        readToken(reader),
        readDelivery(reader),
        new Encryption(
            reader.text("webhooks.encryption.key"),
            reader.list("webhooks.encryption.previous-keys", List.of())));
  }

  private static Token readToken(SettingReader reader) {
    TokenPreset preset = TokenPreset.read(reader, "webhooks.token.preset");
    return new Token(
        reader.text("mp.jwt.verify.issuer"),
        reader.text("mp.jwt.verify.publickey"),
        reader.text("mp.jwt.verify.publickey.location"),
        reader.list("mp.jwt.verify.audiences", List.of()),
        preset,
        reader.list("webhooks.token.client-claim", preset.clientClaims()),
        reader.text("webhooks.token.account-claim").orElse(preset.accountClaim()),
        reader.list("webhooks.token.role-claim", TokenPreset.ROLE_CLAIMS),
        reader.list("webhooks.token.scope-claim", preset.scopeClaims()),
        reader.list("webhooks.token.user-claims", preset.userClaims()),
        reader.list("webhooks.token.admin-clients", List.of()),
        reader.list("webhooks.token.publisher-clients", List.of()));
  }

  private static Delivery readDelivery(SettingReader reader) {
    return new Delivery(
        reader.duration("webhooks.delivery.timeout", "PT5S", MAX_TIMEOUT),
        reader.durations(
            "webhooks.delivery.retry-schedule",
            "PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H",
            MAX_WAIT),
        reader.count("webhooks.delivery.max-in-flight", 500),
        reader.count("webhooks.delivery.max-in-flight-per-webhook", 100),
        reader.list("webhooks.delivery.allowed-networks", List.of()),
        reader.path("webhooks.delivery.trusted-certificates"),
        HostAndPort.read(reader, "webhooks.delivery.proxy"));
  }
}
