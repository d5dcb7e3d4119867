package webhooks.domain.option.selection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.domain.json.JsonPath;
import webhooks.domain.json.JsonPathTree;
import webhooks.domain.json.JsonPathTree.AnyElement;
import webhooks.domain.json.JsonSlice;

/**
 * An event as filters see it. Reads the content at most once for the paths of all selections that
 * are prepared together, and not at all if no filter needs it. For one thread.
 *
 * <p>If an object of the content has a name twice, the last member counts, as in templates. The ids
 * of paths are keys of a map, which compares those with the same hash by their order: paths of an
 * owner that were chosen to collide stay cheap.
 */
public final class SelectedEvent {
  private final String eventType;
  private final String iTwinId;
  private final UUID messageId;
  private final String time;
  private final byte[] content;

  /** The values by the ids of their keys; null until a filter needs one. */
  private Map<String, List<FilterValue>> values;

  /**
   * Creates an event.
   *
   * @param iTwinId the iTwin as deliveries name it: the account, if the event has none
   * @param time the time of the event, as deliveries have it
   * @param content valid JSON text in UTF-8
   */
  public SelectedEvent(
      String eventType, String iTwinId, UUID messageId, String time, byte[] content) {
    this.eventType = eventType;
    this.iTwinId = iTwinId;
    this.messageId = messageId;
    this.time = time;
    this.content = content;
  }

  private Map<String, List<FilterValue>> properties() {
    Map<String, List<FilterValue>> properties = new HashMap<>();
    put(properties, FilterKey.EVENT_TYPE, eventType);
    put(properties, FilterKey.ITWIN_ID, iTwinId);
    put(properties, FilterKey.MESSAGE_ID, messageId.toString());
    put(properties, FilterKey.TIME, time);
    return properties;
  }

  private static void put(Map<String, List<FilterValue>> properties, FilterKey key, String text) {
    properties.put(key.id(), List.of(new FilterValue(text)));
  }

  /**
   * Returns the event of a stored body.
   *
   * @param bodyBeginning the body of a delivery up to the webhook's id, which is open
   */
  public static SelectedEvent ofStored(byte[] bodyBeginning) {
    byte[] end = "\"}".getBytes(StandardCharsets.US_ASCII);
    byte[] body = Arrays.copyOf(bodyBeginning, bodyBeginning.length + end.length);
    System.arraycopy(end, 0, body, bodyBeginning.length, end.length);
    List<Optional<JsonSlice>> parts =
        new JsonPathTree(
                Stream.of("eventType", "iTwinId", "messageId", "enqueuedDateTime", "content")
                    .map(name -> new JsonPath(List.of(new JsonPath.MemberStep(name))))
                    .toList())
            .find(body);
    JsonSlice content = parts.get(4).orElseThrow();
    return new SelectedEvent(
        text(parts.get(0)),
        text(parts.get(1)),
        UUID.fromString(text(parts.get(2))),
        text(parts.get(3)),
        Arrays.copyOfRange(body, content.from(), content.to()));
  }

  private static String text(Optional<JsonSlice> part) {
    return part.orElseThrow().text();
  }

  /** Returns the type of the event. */
  public String eventType() {
    return eventType;
  }

  /** Reads the values that these selections compare, in one pass over the content. */
  public void prepare(Stream<Selection> selections) {
    if (values == null) {
      values = properties();
    }
    Map<String, JsonPath> missing = new LinkedHashMap<>();
    selections.forEach(
        selection ->
            selection.keys().stream()
                .filter(key -> !values.containsKey(key.id()))
                .forEach(key -> missing.put(key.id(), key.path().orElseThrow())));
    if (!missing.isEmpty()) {
      read(List.copyOf(missing.keySet()), List.copyOf(missing.values()));
    }
  }

  private void read(List<String> ids, List<JsonPath> paths) {
    List<FoundValues> found = Stream.generate(FoundValues::new).limit(paths.size()).toList();
    new JsonPathTree(paths)
        .find(content, (path, value, element) -> found.get(path).add(value, element));
    for (int i = 0; i < ids.size(); i++) {
      values.put(ids.get(i), found.get(i).values);
    }
  }

  /** Returns the values that a key leads to. */
  List<FilterValue> values(FilterKey key) {
    return values.get(key.id());
  }

  /** The values of one path. If a member is repeated, its last values replace the earlier ones. */
  private static final class FoundValues {
    private final List<FilterValue> values = new ArrayList<>(1);
    private AnyElement latest;

    void add(JsonSlice value, AnyElement element) {
      if (latest != null && latest.array() != element.array()) {
        values.clear();
      } else if (element.equals(latest)) {
        values.remove(values.size() - 1);
      }
      latest = element;
      values.add(new FilterValue(value));
    }
  }

  /** Returns a description without content. */
  @Override
  public String toString() {
    return "SelectedEvent[" + eventType + "]";
  }
}
