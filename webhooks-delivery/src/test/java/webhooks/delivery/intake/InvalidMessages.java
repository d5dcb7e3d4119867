package webhooks.delivery.intake;

import java.util.Map;

/** Messages that can never become events. */
final class InvalidMessages {
  /** The text of each message and the reason of its rejection. */
  static final Map<String, String> REASONS =
      Map.of(
          "[]",
          "The message is not a JSON object.",
          "{\"eventType\": \"no.such.v1\", \"accountId\": \"a\", \"content\": {}}",
          "'eventType' is not in the catalogue.",
          "{\"eventType\": \"iModels.changesReady.v1\", \"content\": {}}",
          "'iTwinId' or 'accountId' is required.",
          "{\"eventType\": \"iModels.changesReady.v1\", \"accountId\": \"a\", \"messageId\": \"1\","
              + " \"content\": {}}",
          "'messageId' is not a UUID.",
          "{\"eventType\": \"iModels.changesReady.v1\", \"content\": {},"
              + " \"iTwinId\": \"8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1\"}",
          "The account of the event's iTwin is not known.",
          "{\"eventType\": \"iModels.changesReady.v1\", \"accountId\": \"a\", \"content\": {\"c\": \"%s\"}}"
              .formatted("x".repeat(256 * 1024)),
          "'content' is larger than 256 KiB.");

  private InvalidMessages() {}
}
