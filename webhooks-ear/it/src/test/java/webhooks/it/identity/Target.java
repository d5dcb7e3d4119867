package webhooks.it.identity;

/** A webhook with a finished delivery, and the request body that creates more of its kind. */
record Target(String path, String delivery, String body) {
  /** Returns the body of a request that sets an issuer, which gives no token, as an option. */
  static String issuer(String url) {
    return "{'authentication':{'type':'oauth2','tokenUrl':'%s','clientId':'c','clientSecret':'s'}}"
        .replace('\'', '"')
        .formatted(url);
  }
}
