package webhooks.bench.load;

import java.util.UUID;
import webhooks.it.harness.token.Tokens;

/**
 * A service application that owns webhooks.
 *
 * @param token its bearer token, which holds for an hour
 */
public record Owner(String client, String account, String token) {
  /** Creates an application with an account of its own. */
  static Owner create(Tokens tokens) {
    String client = "client-" + UUID.randomUUID();
    String account = "account-" + UUID.randomUUID();
    return new Owner(client, account, tokens.draft(client, account).rs256());
  }

  /** Creates events of the account. */
  public EventSource events() {
    String scope = "\"accountId\":\"" + account + "\"";
    return new EventSource(number -> scope);
  }
}
