package webhooks.domain.catalogue;

import webhooks.domain.settings.Settings;
import webhooks.settings.command.StartCheck;

/** Checks the names of the event types that the settings add. */
public final class EventTypesCheck implements StartCheck {
  /** Creates the check, for {@link java.util.ServiceLoader}. */
  public EventTypesCheck() {}

  @Override
  public Subject subject() {
    return Subject.SETTINGS;
  }

  @Override
  public String check(Context start) {
    new EventTypes(Settings.read(start.settings()));
    return "";
  }
}
