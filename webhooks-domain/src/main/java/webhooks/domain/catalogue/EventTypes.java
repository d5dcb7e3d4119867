package webhooks.domain.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import webhooks.domain.settings.InvalidSetting;
import webhooks.domain.settings.Settings;

/**
 * The catalogue: the types an event can have and a webhook can subscribe to.
 *
 * <p>Those of the iTwin Platform, and those added by {@code webhooks.event-types}.
 */
@ApplicationScoped
public class EventTypes {
  private static final String NAME = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";
  private static final int MAX_NAME_LENGTH = 255;

  private final Set<String> names = new LinkedHashSet<>();

  /** Creates the bean's proxy; for the container. */
  protected EventTypes() {}

  /**
   * Reads the catalogue.
   *
   * @throws InvalidSetting if an added name has other characters than letters, digits, {@code -}
   *     and {@code _} in parts separated by dots
   */
  @Inject
  public EventTypes(Settings settings) {
    readKnown();
    for (String name : settings.eventTypes()) {
      if (!name.matches(NAME) || name.length() > MAX_NAME_LENGTH) {
        throw new InvalidSetting("webhooks.event-types", "must be names such as orders.created.v1");
      }
      names.add(name);
    }
  }

  private void readKnown() {
    InputStream resource = EventTypes.class.getResourceAsStream("event-types.txt");
    try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ")[0])
          .forEach(names::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells whether the catalogue has the name. */
  public boolean has(String name) {
    return names.contains(name);
  }

  /** Returns all names, in the catalogue's order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(names);
  }
}
