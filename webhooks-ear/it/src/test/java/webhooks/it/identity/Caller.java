package webhooks.it.identity;

/**
 * A kind of caller.
 *
 * @param token the bearer token, empty for none
 */
record Caller(String name, String token) {}
