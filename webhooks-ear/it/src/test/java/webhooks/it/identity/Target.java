package webhooks.it.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A webhook with a finished delivery, and the request body that creates more of its kind. */
record Target(String path, String delivery, String body) {
  /** Returns the body of a request that sets an issuer, which gives no token, as an option. */
  static String issuer(String url) {
    return "{'authentication':{'type':'oauth2','tokenUrl':'%s','clientId':'c','clientSecret':'s'}}"
        .replace('\'', '"')
        .formatted(url);
  }

  /** Returns a request to reconcile the last hour, in which the receiver has nothing. */
  static String lastHour() {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    return "{\"since\":\"%s\",\"until\":\"%s\",\"hours\":[]}"
        .formatted(hour.minus(1, ChronoUnit.HOURS), hour);
  }
}
