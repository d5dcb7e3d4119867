package webhooks.bench.scenario.console;

import jakarta.json.Json;
import java.time.Duration;
import java.util.List;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.token.TokenBuilder;
import webhooks.it.harness.token.Tokens;

/**
 * A login at the console without an issuer: a script in the browser answers what the console asks
 * it, with tokens of the harness. The product checks these tokens as all others.
 */
final class ConsoleLogin {
  private static final String CLIENT = "console";
  private static final String ROLE = "operator";

  /** The state, the code and the nonce of the login. */
  private static final String GIVEN = "bench";

  /** Runs before the scripts of each page, and puts itself before the browser's requests. */
  private static final String SCRIPT =
      """
      if (new URLSearchParams(location.search).get('state') === '%1$s') {
        sessionStorage.setItem('webhooks.login', JSON.stringify(
          {state: '%1$s', nonce: '%1$s', verifier: '%1$s', place: location.hash}));
        const issuer = '%2$s';
        const answers = {
          [issuer + '/.well-known/openid-configuration']:
            {issuer, authorization_endpoint: issuer + '/login', token_endpoint: issuer + '/token'},
          [issuer + '/token']: %3$s,
        };
        const send = window.fetch;
        window.fetch = (url, ...more) => answers[url]
          ? Promise.resolve(Response.json(answers[url])) : send(url, ...more);
      }
      """;

  private ConsoleLogin() {}

  /** Lets people log in at the console, as operators too, and use the portal. */
  static void prepare(Product product) {
    product
        .with("webhooks.console.client-id", CLIENT)
        .with("webhooks.token.operator-roles", ROLE)
        .with("webhooks.portal.enabled", "true");
  }

  /**
   * Returns the script that logs in a person who administers an account and is an operator. It must
   * run at the beginning of each page.
   */
  static String script(Tokens tokens, String account) {
    String access =
        person(tokens, account)
            .with("roles", List.of("Account Administrator", ROLE))
            .with("scope", List.of("webhooks:modify", "webhooks:admin"))
            .rs256();
    String id = person(tokens, account).with("aud", CLIENT).with("nonce", GIVEN).rs256();
    String answer =
        Json.createObjectBuilder()
            .add("access_token", access)
            .add("id_token", id)
            .add("expires_in", Duration.ofHours(1).toSeconds())
            .build()
            .toString();
    return SCRIPT.formatted(GIVEN, Tokens.ISSUER, answer);
  }

  private static TokenBuilder person(Tokens tokens, String account) {
    return tokens.draft(CLIENT, account).with("email", "admin@example.test");
  }

  /** Returns the address of a place in the console, to which the issuer has sent the browser. */
  static String address(String server, String place) {
    return server + "/console/?state=" + GIVEN + "&code=" + GIVEN + "#/" + place;
  }
}
