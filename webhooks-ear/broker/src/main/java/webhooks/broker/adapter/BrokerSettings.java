package webhooks.broker.adapter;

import java.nio.file.Path;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.ListenAddress;
import webhooks.settings.SettingReader;
import webhooks.settings.tls.ServerCertificate;

/**
 * The settings of the embedded or the external broker.
 *
 * @param directory {@code webhooks.data.dir}/broker: the journal of the embedded broker
 * @param remote {@code webhooks.jms.url}: the broker to use instead of the embedded one
 * @param credentials {@code webhooks.jms.user|password}: the product's login to the remote broker,
 *     or the producers' login to the embedded one
 * @param operators {@code webhooks.jms.operations-user|operations-password}: the login that may
 *     subscribe to the topic of operational events; empty means that nobody may
 * @param listen {@code webhooks.jms.listen}: the address of the embedded broker for producers
 * @param certificate {@code webhooks.jms.certificate|key}: makes producers use TLS at that address
 */
record BrokerSettings(
    Path directory,
    Optional<RemoteBroker> remote,
    Optional<Credentials> credentials,
    Optional<Credentials> operators,
    Optional<ListenAddress> listen,
    Optional<ServerCertificate> certificate) {

  private static final String TLS = "webhooks.jms";
  private static final String USER = "webhooks.jms.user";
  private static final String OPERATIONS_USER = "webhooks.jms.operations-user";

  static BrokerSettings read(SettingReader reader) {
    Path data = reader.path("webhooks.data.dir", "webhooks-data");
    return new BrokerSettings(
            data.toAbsolutePath().normalize().resolve("broker"),
            reader.text(RemoteBroker.KEY).map(RemoteBroker::parse),
            credentials(reader, USER, "webhooks.jms.password"),
            credentials(reader, OPERATIONS_USER, "webhooks.jms.operations-password"),
            ListenAddress.read(reader),
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
    if (operators.isPresent() && listen.isEmpty()) {
      throw new InvalidSetting(
          OPERATIONS_USER, "belongs to the producers' listener: set " + ListenAddress.KEY);
    }
    if (operators.isPresent()
        && operators.map(Credentials::user).equals(credentials.map(Credentials::user))) {
      throw new InvalidSetting(OPERATIONS_USER, "must be another user than " + USER);
    }
    if (certificate.isPresent() && listen.isEmpty()) {
      throw new InvalidSetting(
          TLS + ".certificate", "belongs to the producers' listener: set " + ListenAddress.KEY);
    }
    return this;
  }

  private static Optional<Credentials> credentials(
      SettingReader reader, String userKey, String passwordKey) {
    Optional<String> user = reader.text(userKey);
    Optional<String> password = reader.text(passwordKey);
    if (user.isPresent() != password.isPresent()) {
      throw new InvalidSetting(
          user.isPresent() ? passwordKey : userKey,
          "must be set too: user and password go together");
    }
    return user.map(name -> new Credentials(name, password.orElseThrow()));
  }
}
