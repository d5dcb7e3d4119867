package webhooks.broker;

import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** The two queues, how they behave, and what each role may do with them. */
final class Queues {
  static final String EVENTS = "webhooks.events";
  static final String INVALID = "webhooks.events.invalid";
  static final String PRODUCT = "product";
  static final String PRODUCER = "producer";
  static final String ANONYMOUS = "anonymous";

  private static final int MEBIBYTE = 1024 * 1024;

  private Queues() {}

  static void define(Configuration configuration) {
    configuration.addAddressSetting("#", settings());
    configuration.addAddressConfiguration(queue(EVENTS)).addAddressConfiguration(queue(INVALID));
    configuration.putSecurityRoles(
        EVENTS,
        Set.of(
            role(PRODUCT, true, true, true),
            role(PRODUCER, true, false, false),
            role(ANONYMOUS, true, false, false)));
    configuration.putSecurityRoles(
        INVALID,
        Set.of(
            role(PRODUCT, true, true, true),
            role(PRODUCER, false, true, true),
            role(ANONYMOUS, false, false, true)));
  }

  /**
   * Nothing is ever dropped, refused or put aside by the broker itself: a message is delivered
   * again as often as it takes, does not expire, and a backlog goes to disk.
   */
  private static AddressSettings settings() {
    return new AddressSettings()
        .setMaxDeliveryAttempts(-1)
        .setNoExpiry(true)
        .setDeadLetterAddress(SimpleString.of(INVALID))
        .setExpiryAddress(SimpleString.of(INVALID))
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setMaxSizeBytes(32L * MEBIBYTE)
        .setPageSizeBytes(4 * MEBIBYTE)
        .setAutoCreateQueues(false)
        .setAutoCreateAddresses(false)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false);
  }

  private static CoreAddressConfiguration queue(String name) {
    return new CoreAddressConfiguration()
        .setName(name)
        .addRoutingType(RoutingType.ANYCAST)
        .addQueueConfig(
            QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true));
  }

  private static Role role(String name, boolean send, boolean consume, boolean browse) {
    Role role = new Role();
    role.setName(name);
    role.setSend(send);
    role.setConsume(consume);
    role.setBrowse(browse);
    return role;
  }
}
