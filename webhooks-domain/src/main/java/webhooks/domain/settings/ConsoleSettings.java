package webhooks.domain.settings;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The settings of the console. Without a client the product has no console.
 *
 * @param clientId {@code webhooks.console.client-id}: the public client with which people log in at
 *     the issuer
 * @param scope {@code webhooks.console.scope}, {@code openid webhooks:modify}: the scopes that the
 *     console asks for, separated by spaces
 * @param audience {@code webhooks.console.audience}: the parameter {@code audience} of a login,
 *     with which Auth0 issues tokens for an API; empty if there is none (default)
 */
public record ConsoleSettings(String clientId, String scope, Optional<String> audience) {
  static final String CLIENT_KEY = "webhooks.console.client-id";
  private static final String SCOPE_KEY = "webhooks.console.scope";
  private static final String AUDIENCE_KEY = "webhooks.console.audience";

  /** Printable ASCII, which is what OAuth 2.0 allows. */
  private static final Pattern CLIENT = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e ]{1,1024}");

  /** Reads the settings. The result is empty if there is no client. */
  static Optional<ConsoleSettings> read(SettingReader reader) {
    String scope = reader.text(SCOPE_KEY, "openid webhooks:modify");
    if (!SCOPE.matcher(scope).matches() || !Arrays.asList(scope.split(" ")).contains("openid")) {
      throw new InvalidSetting(SCOPE_KEY, "must be scopes with spaces between, openid among them");
    }
    Optional<String> audience = reader.text(AUDIENCE_KEY);
    if (audience.filter(text -> !CLIENT.matcher(text).matches()).isPresent()) {
      throw new InvalidSetting(AUDIENCE_KEY, "must be printable ASCII without spaces");
    }
    return reader
        .text(CLIENT_KEY)
        .map(
            client -> {
              if (!CLIENT.matcher(client).matches()) {
                throw new InvalidSetting(CLIENT_KEY, "must be printable ASCII without spaces");
              }
              return new ConsoleSettings(client, scope, audience);
            });
  }
}
