package webhooks.broker.adapter;

import java.nio.file.Path;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.ServerCertificate;
import webhooks.settings.SettingReader;

/**
 * Settings of the broker.
 *
 * @param directory {@code webhooks.data.dir}/broker: the journal of the embedded broker
 * @param remote {@code webhooks.jms.url}: the broker to use instead of the embedded one
 * @param credentials {@code webhooks.jms.user|password}: the product's login to the remote broker,
 *     or the producers' login to the embedded one
 * @param listen {@code webhooks.jms.listen}: the address of the embedded broker for producers
 * @param certificate {@code webhooks.jms.certificate|key}: makes producers use TLS at that address
 */
record BrokerSettings(
    Path directory,
    Optional<RemoteBroker> remote,
    Optional<Credentials> credentials,
    Optional<ListenAddress> listen,
    Optional<ServerCertificate> certificate) {

  private static final String TLS = "webhooks.jms";

  static BrokerSettings read(SettingReader reader) {
    Path data = reader.path("webhooks.data.dir", "webhooks-data");
    return new BrokerSettings(
            data.toAbsolutePath().normalize().resolve("broker"),
            reader.text(RemoteBroker.KEY).map(RemoteBroker::parse),
            credentials(reader.text("webhooks.jms.user"), reader.text("webhooks.jms.password")),
            reader.text(ListenAddress.KEY).map(ListenAddress::parse),
            ServerCertificate.read(reader, TLS))
        .checked();
  }

  private BrokerSettings checked() {
    if (listen.isPresent() && remote.isPresent()) {
      throw new InvalidSetting(
          ListenAddress.KEY,
          "belongs to the embedded broker and can't be used with " + RemoteBroker.KEY);
    }
    if (listen.isPresent() && credentials.isEmpty() && !listen.get().isLoopback()) {
      throw new InvalidSetting(
          ListenAddress.KEY,
          "must be a loopback address unless webhooks.jms.user and webhooks.jms.password are set");
    }
    if (certificate.isPresent() && listen.isEmpty()) {
      throw new InvalidSetting(
          TLS + ".certificate", "belongs to the producers' listener: set " + ListenAddress.KEY);
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
}
