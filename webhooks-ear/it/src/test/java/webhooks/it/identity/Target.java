package webhooks.it.identity;

/** A webhook with a finished delivery, and the request body that creates more of its kind. */
record Target(String path, String delivery, String body) {}
