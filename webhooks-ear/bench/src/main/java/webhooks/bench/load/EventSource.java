package webhooks.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import webhooks.bench.measure.EventId;

/** Creates events, numbered from 0, whose deliveries have a body of about 350 bytes. */
public final class EventSource {
  private static final String TEXT =
      "{\"messageId\":\"%s\",\"eventType\":\"%s\",%s,"
          + "\"content\":{\"imodelId\":\"%s\",\"userId\":\"a0a1a2a3-b4b5-4c6c-8d7d-e0e1e2e3e4e5\"}}";

  private final LongFunction<String> scope;
  private long published;

  EventSource(LongFunction<String> scope) {
    this.scope = scope;
  }

  /** Creates events of these iTwins in turn. */
  public static EventSource ofITwins(List<UUID> iTwins) {
    return new EventSource(
        number -> "\"iTwinId\":\"" + iTwins.get((int) (number % iTwins.size())) + "\"");
  }

  /** Creates events of these accounts in turn. */
  public static EventSource ofAccounts(List<String> accounts) {
    return new EventSource(
        number -> "\"accountId\":\"" + accounts.get((int) (number % accounts.size())) + "\"");
  }

  /** Returns the texts of the next events. */
  public synchronized List<String> next(int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      UUID id = EventId.of(published);
      texts.add(TEXT.formatted(id, RestClient.EVENT_TYPE, scope.apply(published), id));
      published++;
    }
    return texts;
  }

  /** Returns the number of events so far, which is the number of the next one. */
  public synchronized long published() {
    return published;
  }
}
