package webhooks.broker;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an operator can set of the broker.
 *
 * @param directory {@code webhooks.data.dir}/broker: the journal of the embedded broker
 * @param remote {@code webhooks.jms.url}: the broker to use instead of an embedded one
 * @param credentials {@code webhooks.jms.user|password}: for the remote broker, or what producers
 *     log in to the embedded one with
 * @param listen {@code webhooks.jms.listen}: where the embedded broker lets producers in
 */
record BrokerSettings(
    Path directory,
    Optional<RemoteBroker> remote,
    Optional<Credentials> credentials,
    Optional<Endpoint> listen) {

  /** Reads the settings from system properties, then from the environment. */
  static BrokerSettings read() {
    return read(System::getProperty, System::getenv);
  }

  static BrokerSettings read(UnaryOperator<String> properties, UnaryOperator<String> environment) {
    UnaryOperator<String> setting =
        key -> Optional.ofNullable(properties.apply(key)).orElse(environment.apply(variable(key)));
    return new BrokerSettings(
            dataDirectory(text(setting, "webhooks.data.dir").orElse("webhooks-data")),
            text(setting, RemoteBroker.KEY).map(RemoteBroker::parse),
            credentials(text(setting, "webhooks.jms.user"), text(setting, "webhooks.jms.password")),
            text(setting, Endpoint.KEY).map(Endpoint::parse))
        .checked();
  }

  private BrokerSettings checked() {
    if (listen.isPresent() && remote.isPresent()) {
      throw new InvalidSetting(
          Endpoint.KEY,
          "belongs to the embedded broker and can't be used with " + RemoteBroker.KEY);
    }
    if (listen.isPresent() && credentials.isEmpty() && !listen.get().isLoopback()) {
      throw new InvalidSetting(
          Endpoint.KEY,
          "must be a loopback address unless webhooks.jms.user and webhooks.jms.password are set");
    }
    return this;
  }

  private static Optional<Credentials> credentials(
      Optional<String> user, Optional<String> password) {
    if (user.isPresent() != password.isPresent()) {
      throw new InvalidSetting(
          user.isPresent() ? "webhooks.jms.password" : "webhooks.jms.user",
          "must be set too: user and password go together");
    }
    return user.map(name -> new Credentials(name, password.orElseThrow()));
  }

  private static Path dataDirectory(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize().resolve("broker");
    } catch (InvalidPathException e) {
      throw new InvalidSetting("webhooks.data.dir", "must be a path");
    }
  }

  private static Optional<String> text(UnaryOperator<String> setting, String key) {
    return Optional.ofNullable(setting.apply(key))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Names the variable of a setting by the rule of MicroProfile Config. */
  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
