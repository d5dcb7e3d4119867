package webhooks.domain.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.settings.Settings;
import webhooks.settings.InvalidSetting;

/**
 * The catalogue of event types: an event must have one of them, and webhooks subscribe to them.
 *
 * <p>It holds the types of the iTwin Platform, the types of the events about webhooks that this
 * product makes, and the types that {@code webhooks.event-types} adds.
 */
@ApplicationScoped
public class EventTypes {
  /**
   * The type of the events that this product makes to test a webhook. It is not in the catalogue
   * and can't be added, so that no client can confuse an event with a test.
   */
  public static final String TEST = "webhooks.test.v1";

  /** The prefix of the types of events that only this product makes. */
  public static final String OWN_PREFIX = "webhooks.";

  /** The types of the events about webhooks that this product makes for their owners. */
  public static final List<String> OWN =
      List.of(
          OWN_PREFIX + "webhookDeactivated.v1",
          OWN_PREFIX + "webhookPaused.v1",
          OWN_PREFIX + "webhookResumed.v1",
          OWN_PREFIX + "certificateExpiring.v1",
          OWN_PREFIX + "webhookFailing.v1",
          OWN_PREFIX + "webhookRecovered.v1",
          OWN_PREFIX + "deliveriesExhausted.v1");

  /** The content of an event that tests a webhook, unless its type has an example. */
  private static final String TEST_CONTENT =
      "{\"message\":\"This event tests a webhook. Nothing happened.\"}";

  private static final String SETTING = "webhooks.event-types";
  private static final String NAME = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";
  private static final int MAX_NAME_LENGTH = 255;

  private final Map<String, EventType> types = new LinkedHashMap<>();

  /** Creates the bean's proxy, for the container. */
  protected EventTypes() {}

  /**
   * Reads the catalogue.
   *
   * @throws InvalidSetting if an added name is longer than 255 characters, has other characters
   *     than letters, digits, {@code -} and {@code _} in parts separated by dots, or begins with
   *     {@link #OWN_PREFIX}, or if the examples are no JSON object with an object for some of them
   */
  @Inject
  public EventTypes(Settings settings) {
    readKnown();
    Map<String, String> examples =
        settings.eventTypeExamples().map(AddedExamples::read).orElse(Map.of());
    for (String name : settings.eventTypes()) {
      if (!name.matches(NAME) || name.length() > MAX_NAME_LENGTH) {
        throw new InvalidSetting(SETTING, "must be names such as orders.created.v1");
      }
      if (isOwn(name)) {
        throw new InvalidSetting(
            SETTING,
            "must not have " + name + ": only the product's own types begin with webhooks.");
      }
      types.putIfAbsent(name, EventType.added(name, examples.getOrDefault(name, TEST_CONTENT)));
    }
    AddedExamples.requireTypes(examples.keySet(), settings.eventTypes());
  }

  private void readKnown() {
    InputStream resource = EventTypes.class.getResourceAsStream("event-types.txt");
    try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(EventType::read)
          .forEach(type -> types.put(type.name(), type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether only this product makes events of this type: no publisher may. */
  public static boolean isOwn(String name) {
    return name.startsWith(OWN_PREFIX);
  }

  /** Returns whether the catalogue has a type with this name. */
  public boolean has(String name) {
    return types.containsKey(name);
  }

  /** Returns the type with this name, if the catalogue has it. */
  public Optional<EventType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** Returns the content of an example of a type, or of a test if the catalogue lacks the type. */
  public byte[] example(String name) {
    return find(name).map(EventType::example).orElse(TEST_CONTENT).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns all types, in the catalogue's order. */
  public Collection<EventType> all() {
    return Collections.unmodifiableCollection(types.values());
  }
}
