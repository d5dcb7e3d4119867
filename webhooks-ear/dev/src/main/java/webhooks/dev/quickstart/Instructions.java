package webhooks.dev.quickstart;

/** Instructions that the quickstart prints when the product is running. */
record Instructions(String base, String inboxPort) {

  String text() {
    return """

        Webhooks is running, for development, on this machine only. Ctrl-C stops it.
          Console   %1$s/console
          API       %1$s/webhooks
          Tokens    %1$s/dev/connect/token (any client id and secret)
          Inbox     https://127.0.0.1:%2$s/dev/inbox/demo takes deliveries, %1$s/dev/inbox/demo shows them
          JMS       queue webhooks.events, Artemis core or AMQP 1.0
        In another terminal, from the same folder; README.md has the next steps:
          TOKEN=$(curl -s %1$s/dev/connect/token -d grant_type=client_credentials -d client_id=demo -d client_secret=x | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
          curl -s %1$s/webhooks -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"callbackUrl":"https://127.0.0.1:%2$s/dev/inbox/demo","scope":"Account","eventTypes":["iModels.iModelCreated.v1"]}'
        """
        .formatted(base, inboxPort);
  }
}
