package webhooks.domain.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import webhooks.domain.id.AccountId;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * All settings of the product, with their defaults.
 *
 * <p>Settings are MicroProfile Config keys, so {@code webhooks.data.dir} may also be given as the
 * environment variable {@code WEBHOOKS_DATA_DIR}. Durations are ISO 8601, lists are separated by
 * commas, an empty value means the default. The launcher and the resource adapter of the runnable
 * jar read the settings of address, port, database and broker, before this application starts.
 *
 * @param dataDirectory {@code webhooks.data.dir}, ./webhooks-data: holds the generated encryption
 *     key
 * @param eventTypes {@code webhooks.event-types}: names added to the catalogue
 * @param eventTypeExamples {@code webhooks.event-types.examples}: the contents of examples by the
 *     names of added types, as a JSON object
 * @param accountScopeNeedsMaintainer {@code webhooks.authorization.account-scope}: {@code member}
 *     (default) or {@code maintainer}, which requires the permission on the account too
 * @param remoteAccessControl {@code webhooks.access-control.url}, where {@code
 *     webhooks.access-control} is {@code remote}; empty means {@code local} (default)
 * @param maxWebhooks {@code webhooks.max-webhooks}, 10000: how many webhooks a client may own in an
 *     account
 * @param rateLimit {@code webhooks.rate-limit}, 5000: requests per minute of one caller on one
 *     node, except requests that publish events
 * @param retention {@code webhooks.retention}, P14D: how long events and finished deliveries are
 *     kept
 * @param deduplication {@code webhooks.deduplication}, P2D, or the retention if that is less: how
 *     long a further event of the account with the same message id counts as a repeat
 * @param publicUrl {@code webhooks.public-url}: where callers reach the product; links begin with
 *     it
 * @param auditRetention {@code webhooks.audit.retention}, P365D: how long audit entries are kept
 * @param migrationMode {@code webhooks.db.migrate}: who migrates the tables
 * @param loggedAttempts {@code webhooks.log.attempts}: the attempts that get a line in the log
 * @param backlogBound {@code webhooks.operations.backlog-bound}, 100000: the number of pending
 *     deliveries above which operators get an event
 * @param verification {@code webhooks.verification}: whether owners prove that they control the
 *     receivers of their webhooks
 * @param console the settings of the console; empty means that there is none (default)
 * @param portal the settings of the portal; empty means that there is none (default)
 * @param mail the settings of mails; empty means that none are sent (default)
 * @param traces the settings of the export of spans; empty means that none are exported (default)
 * @param options the maxima of the options that owners set
 */
public record Settings(
    Path dataDirectory,
    List<String> eventTypes,
    Optional<String> eventTypeExamples,
    boolean accountScopeNeedsMaintainer,
    Optional<URI> remoteAccessControl,
    int maxWebhooks,
    int rateLimit,
    Duration retention,
    Duration deduplication,
    Optional<URI> publicUrl,
    Duration auditRetention,
    MigrationMode migrationMode,
    LoggedAttempts loggedAttempts,
    int backlogBound,
    VerificationMode verification,
    Optional<ConsoleSettings> console,
    Optional<PortalSettings> portal,
    Optional<MailSettings> mail,
    Optional<TraceSettings> traces,
    Token token,
    DeliverySettings delivery,
    OptionSettings options,
    Encryption encryption) {
  private static final String AUDIENCES = "mp.jwt.verify.audiences";

  /** Keys are read again when they are five minutes old. This leaves time for a few failures. */
  private static final Duration MIN_KEY_AGE = Duration.ofMinutes(10);

  private static final Duration MAX_KEY_AGE = Duration.ofDays(30);

  private static final Duration MAX_RETENTION = Duration.ofDays(3650);

  /**
   * The settings of bearer tokens. Without an issuer or a key every token is refused.
   *
   * <p>The defaults of the claims depend on the preset.
   *
   * @param issuer {@code mp.jwt.verify.issuer}
   * @param publicKey {@code mp.jwt.verify.publickey}: a JWK, a JWK set or a PEM public key
   * @param publicKeyLocation {@code mp.jwt.verify.publickey.location}: a URL or a file with such a
   *     key
   * @param audiences {@code mp.jwt.verify.audiences}: one of them must be in {@code aud}; if there
   *     are none, {@code aud} is not checked
   * @param checks the other settings of MicroProfile JWT
   * @param maxKeyAge {@code webhooks.token.max-key-age}, PT24H: how long the issuer's keys are used
   *     after the last time that they could be read
   * @param preset {@code webhooks.token.preset}: the product that issues the tokens
   * @param clientClaims {@code webhooks.token.client-claim}: the first one that is present names
   *     the client
   * @param accountClaim {@code webhooks.token.account-claim}: names the account
   * @param roleClaims {@code webhooks.token.role-claim}: all that are present are read
   * @param operatorRoles {@code webhooks.token.operator-roles}: a user needs one of them for the
   *     scopes of operators; if there are none, no user may use these
   * @param scopeClaims {@code webhooks.token.scope-claim}: all that are present are read
   * @param userClaims {@code webhooks.token.user-claims}: one of them marks a user's token
   * @param adminClients {@code webhooks.token.admin-clients}: clients that may use the admin API
   *     without its scope
   * @param publisherClients {@code webhooks.token.publisher-clients}: clients that may publish
   *     events without the scope
   * @param allowedClients {@code webhooks.token.allowed-clients}: the only clients that may call;
   *     if there are none, all may
   * @param allowedAccounts {@code webhooks.token.allowed-accounts}: the only accounts whose tokens
   *     may call; if there are none, all may
   */
  public record Token(
      Optional<String> issuer,
      Optional<String> publicKey,
      Optional<String> publicKeyLocation,
      List<String> audiences,
      TokenChecks checks,
      Duration maxKeyAge,
      TokenPreset preset,
      List<String> clientClaims,
      String accountClaim,
      List<String> roleClaims,
      Set<String> operatorRoles,
      List<String> scopeClaims,
      List<String> userClaims,
      List<String> adminClients,
      List<String> publisherClients,
      Set<String> allowedClients,
      Set<String> allowedAccounts) {

    /** Returns whether the operator lets tokens of this client and account in. */
    public boolean admits(String clientId, Optional<String> accountId) {
      return (allowedClients.isEmpty() || allowedClients.contains(clientId))
          && (allowedAccounts.isEmpty() || accountId.filter(allowedAccounts::contains).isPresent());
    }

    /**
     * Returns a warning if tokens are accepted that the issuer may not have meant for this product,
     * or not for a service application.
     */
    public Optional<String> warning() {
      List<String> risks = new ArrayList<>();
      if (audiences.isEmpty()) {
        risks.add(
            "Without mp.jwt.verify.audiences, tokens that the issuer made for other services come"
                + " in.");
      }
      if (preset == TokenPreset.GENERIC) {
        risks.add(
            "Without webhooks.token.preset, a user's token that has none of the user claims counts"
                + " as a service application's.");
      }
      return risks.isEmpty() || issuer.isEmpty()
          ? Optional.empty()
          : Optional.of(String.join(" ", risks));
    }
  }

  /**
   * The settings of encryption at rest. Each key is the base64 of 32 bytes.
   *
   * @param key {@code webhooks.encryption.key}: the current key; with the embedded database it is
   *     created in the data directory by default
   * @param previousKeys {@code webhooks.encryption.previous-keys}: keys that only decrypt
   */
  public record Encryption(Optional<String> key, List<String> previousKeys) {
    /** Returns a description without the keys. */
    @Override
    public String toString() {
      return "Encryption[]";
    }
  }

  /**
   * Reads and checks every setting.
   *
   * @throws InvalidSetting for the first setting that is not valid
   */
  public static Settings read(SettingReader reader) {
    Duration retention = reader.duration("webhooks.retention", "P14D", MAX_RETENTION);
    return new Settings(
        reader.path("webhooks.data.dir", "webhooks-data"),
        reader.list("webhooks.event-types", List.of()),
        reader.text("webhooks.event-types.examples"),
        reader
            .oneOf("webhooks.authorization.account-scope", "member", "maintainer")
            .equals("maintainer"),
        readRemoteAccessControl(reader),
        reader.count("webhooks.max-webhooks", 10_000),
        reader.count("webhooks.rate-limit", 5000),
        retention,
        readDeduplication(reader, retention),
        ServiceUrl.readOwn(reader, "webhooks.public-url"),
        reader.duration("webhooks.audit.retention", "P365D", MAX_RETENTION),
        MigrationMode.read(reader),
        LoggedAttempts.read(reader),
        reader.count("webhooks.operations.backlog-bound", 100_000),
        VerificationMode.read(reader),
        ConsoleSettings.read(reader),
        PortalSettings.read(reader),
        MailSettings.read(reader),
        TraceSettings.read(reader),
        readToken(reader),
        DeliverySettings.read(reader),
        OptionSettings.read(reader),
        new Encryption(
            reader.text("webhooks.encryption.key"),
            reader.list("webhooks.encryption.previous-keys", List.of())));
  }

  private static Duration readDeduplication(SettingReader reader, Duration retention) {
    Duration given = reader.duration("webhooks.deduplication", "P2D", MAX_RETENTION);
    return given.compareTo(retention) < 0 ? given : retention;
  }

  private static Optional<URI> readRemoteAccessControl(SettingReader reader) {
    String url = "webhooks.access-control.url";
    if (reader.oneOf("webhooks.access-control", "local", "remote").equals("remote")) {
      return Optional.of(ServiceUrl.read(reader, url));
    }
    reader.skip(url);
    return Optional.empty();
  }

  private static Token readToken(SettingReader reader) {
    TokenPreset preset = TokenPreset.read(reader, "webhooks.token.preset");
    SettingReader claims = preset.origin().map(reader::withDefaultsOf).orElse(reader);
    return new Token(
        reader.text("mp.jwt.verify.issuer"),
        reader.text("mp.jwt.verify.publickey"),
        reader.text("mp.jwt.verify.publickey.location"),
        reader.list(AUDIENCES, List.of()),
        TokenChecks.read(reader),
        reader.duration("webhooks.token.max-key-age", "PT24H", MIN_KEY_AGE, MAX_KEY_AGE),
        preset,
        claims.list("webhooks.token.client-claim", preset.clientClaims()),
        claims.text("webhooks.token.account-claim", preset.accountClaim()),
        reader.list("webhooks.token.role-claim", TokenPreset.ROLE_CLAIMS),
        Set.copyOf(reader.list("webhooks.token.operator-roles", List.of())),
        claims.list("webhooks.token.scope-claim", preset.scopeClaims()),
        claims.list("webhooks.token.user-claims", preset.userClaims()),
        trustedClients(reader, "webhooks.token.admin-clients"),
        trustedClients(reader, "webhooks.token.publisher-clients"),
        Set.copyOf(reader.list("webhooks.token.allowed-clients", List.of())),
        reader.list("webhooks.token.allowed-accounts", List.of()).stream()
            .map(Settings::accountId)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Reads clients that need no scope. Their tokens must be for this product, by an audience. */
  private static List<String> trustedClients(SettingReader reader, String key) {
    List<String> clients = reader.list(key, List.of());
    if (!clients.isEmpty() && reader.list(AUDIENCES, List.of()).isEmpty()) {
      throw new InvalidSetting(
          key, "needs " + AUDIENCES + ", or a token of such a client for another service comes in");
    }
    if (reader.text(ConsoleSettings.CLIENT_KEY).filter(clients::contains).isPresent()) {
      throw new InvalidSetting(
          key, "must not name the client of the console, which everybody may log in with");
    }
    return clients;
  }

  private static String accountId(String text) {
    return AccountId.parse(text)
        .orElseThrow(
            () -> new InvalidSetting("webhooks.token.allowed-accounts", "holds an invalid id"))
        .text();
  }
}
