package webhooks.broker.adapter;

import java.time.Duration;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import webhooks.broker.QueueNames;

/**
 * Defines the two queues and the topic, their settings and the permissions of each role on them.
 */
final class Queues {
  static final String PRODUCT = "product";
  static final String PRODUCER = "producer";
  static final String OPERATOR = "operator";

  /**
   * The number of deliveries of a message after which the broker moves it to the invalid queue.
   *
   * <p>Without a bound, a message that no client can read would come first again endlessly. A node
   * that dies makes the broker count a delivery of each message that the node had prefetched, so
   * the bound is far above any number of crashes in a row. Without a delay, 100 deliveries take
   * less than a second.
   */
  private static final int MAX_DELIVERIES = 100;

  private static final int UNLIMITED = -1;

  /**
   * Intake needs no groups of messages. Artemis would keep each group that producers name until the
   * consumer closes.
   */
  private static final int NO_GROUPS = 0;

  private static final int MAX_MESSAGES_OF_SUBSCRIPTION = 10_000;
  private static final Duration REDELIVERY_DELAY = Duration.ofSeconds(5);

  /** Stands for no address. With null, the address of the settings for {@code #} would be used. */
  private static final SimpleString NONE = SimpleString.of("");

  private static final int MEBIBYTE = 1024 * 1024;

  private Queues() {}

  static void define(Configuration configuration) {
    configuration.addAddressSetting("#", settings());
    // A rejected event stays where it is, however often a replay returns it.
    configuration.addAddressSetting(
        QueueNames.INVALID, settings().setMaxDeliveryAttempts(UNLIMITED));
    configuration
        .addAddressConfiguration(queue(QueueNames.EVENTS))
        .addAddressConfiguration(queue(QueueNames.INVALID))
        .addAddressConfiguration(
            new CoreAddressConfiguration()
                .setName(QueueNames.OPERATIONS)
                .addRoutingType(RoutingType.MULTICAST));
    configuration.addAddressSetting(QueueNames.OPERATIONS, settingsOfTopic());
    Role product = product();
    configuration.putSecurityRoles(QueueNames.EVENTS, Set.of(product, producer()));
    configuration.putSecurityRoles(QueueNames.INVALID, Set.of(product));
    configuration.putSecurityRoles(QueueNames.OPERATIONS, Set.of(product, operator()));
  }

  /**
   * Returns settings by which no message is dropped or expires, and many messages are paged to
   * disk.
   */
  private static AddressSettings settings() {
    return new AddressSettings()
        .setMaxDeliveryAttempts(MAX_DELIVERIES)
        .setRedeliveryDelay(0)
        .setNoExpiry(true)
        .setDeadLetterAddress(SimpleString.of(QueueNames.INVALID))
        .setExpiryAddress(SimpleString.of(QueueNames.INVALID))
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setMaxSizeBytes(32L * MEBIBYTE)
        .setPageSizeBytes(4 * MEBIBYTE)
        .setAutoCreateQueues(false)
        .setAutoCreateAddresses(false)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false);
  }

  /**
   * Returns settings by which a subscription harms neither the others nor the disk.
   *
   * <p>A subscription that nobody reads loses its oldest messages. An address is full only if many
   * subscriptions select different messages; then the broker refuses new ones, which wait in the
   * database. A message that a subscriber rolls back comes again after a delay, without a bound,
   * because it must not get among the rejected events.
   */
  private static AddressSettings settingsOfTopic() {
    return settings()
        .setMaxDeliveryAttempts(UNLIMITED)
        .setRedeliveryDelay(REDELIVERY_DELAY.toMillis())
        .setDeadLetterAddress(NONE)
        .setExpiryAddress(NONE)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
        .setDefaultRingSize(MAX_MESSAGES_OF_SUBSCRIPTION);
  }

  private static CoreAddressConfiguration queue(String name) {
    return new CoreAddressConfiguration()
        .setName(name)
        .addRoutingType(RoutingType.ANYCAST)
        .addQueueConfig(
            QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setGroupBuckets(NO_GROUPS));
  }

  private static Role product() {
    Role role = producer();
    role.setName(PRODUCT);
    role.setConsume(true);
    role.setBrowse(true);
    return role;
  }

  /** Operators only subscribe to the topic, whose events are about webhooks of all accounts. */
  private static Role operator() {
    Role role = new Role();
    role.setName(OPERATOR);
    role.setConsume(true);
    role.setCreateDurableQueue(true);
    role.setDeleteDurableQueue(true);
    role.setCreateNonDurableQueue(true);
    role.setDeleteNonDurableQueue(true);
    return role;
  }

  /** Producers only send events. They may not read the rejected events of other producers. */
  private static Role producer() {
    Role role = new Role();
    role.setName(PRODUCER);
    role.setSend(true);
    return role;
  }
}
