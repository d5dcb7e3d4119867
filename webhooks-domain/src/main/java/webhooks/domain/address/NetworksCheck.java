package webhooks.domain.address;

import webhooks.domain.settings.Settings;
import webhooks.settings.command.StartCheck;

/** Checks the networks that the settings allow. */
public final class NetworksCheck implements StartCheck {
  /** Creates the check, for {@link java.util.ServiceLoader}. */
  public NetworksCheck() {}

  @Override
  public Subject subject() {
    return Subject.SETTINGS;
  }

  @Override
  public String check(Context start) {
    new AddressPolicy(Settings.read(start.settings()).delivery().allowedNetworks());
    return "";
  }
}
