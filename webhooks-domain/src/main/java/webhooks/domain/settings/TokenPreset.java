package webhooks.domain.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The products that issue access tokens, with the default names of their claims.
 *
 * <p>The names of claims are not enough: each product marks the token of a service application in
 * another way, which the class that reads the claims knows.
 */
public enum TokenPreset {
  /** Any issuer that adds the claims of a user only to users' tokens. */
  GENERIC(
      List.of("client_id", "azp", "appid"),
      "org",
      List.of("scope", "scp"),
      List.of("email", "name", "given_name", "family_name", "sid", "auth_time", "amr", "scp")),

  /** Bentley IMS: the token of a service application has no claim about a person. */
  IMS(
      List.of("client_id"),
      "org",
      List.of("scope"),
      List.of(
          "email",
          "name",
          "given_name",
          "family_name",
          "preferred_username",
          "sid",
          "auth_time",
          "amr")),

  /**
   * Keycloak: the user of a service account is named after its client, and its token has no session
   * claim.
   */
  KEYCLOAK(List.of("azp", "client_id"), "org", List.of("scope"), List.of("sid", "auth_time")),

  /** Microsoft Entra ID, tokens of version 1 and 2: the permissions of applications are roles. */
  ENTRA(List.of("azp", "appid"), "tid", List.of("scp", "roles"), List.of("scp")),

  /** Auth0: the account is the organization that the client requested the token for. */
  AUTH0(List.of("azp", "client_id"), "org_id", List.of("scope"), List.of());

  static final List<String> ROLE_CLAIMS = List.of("role", "roles");

  private final List<String> clientClaims;
  private final String accountClaim;
  private final List<String> scopeClaims;
  private final List<String> userClaims;

  TokenPreset(
      List<String> clientClaims,
      String accountClaim,
      List<String> scopeClaims,
      List<String> userClaims) {
    this.clientClaims = clientClaims;
    this.accountClaim = accountClaim;
    this.scopeClaims = scopeClaims;
    this.userClaims = userClaims;
  }

  /**
   * Reads the preset that a setting names. The default is the generic preset, which has no name.
   */
  static TokenPreset read(SettingReader reader, String key) {
    return reader
        .text(key)
        .map(
            name ->
                named(name)
                    .orElseThrow(
                        () -> new InvalidSetting(key, "must be ims, keycloak, entra or auth0")))
        .orElse(GENERIC);
  }

  private static Optional<TokenPreset> named(String name) {
    return Arrays.stream(values())
        .filter(preset -> preset != GENERIC)
        .filter(preset -> preset.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** Returns how a list of settings names this preset; empty for the generic one. */
  Optional<String> origin() {
    return this == GENERIC
        ? Optional.empty()
        : Optional.of("preset " + name().toLowerCase(Locale.ROOT));
  }

  List<String> clientClaims() {
    return clientClaims;
  }

  String accountClaim() {
    return accountClaim;
  }

  List<String> scopeClaims() {
    return scopeClaims;
  }

  List<String> userClaims() {
    return userClaims;
  }
}
