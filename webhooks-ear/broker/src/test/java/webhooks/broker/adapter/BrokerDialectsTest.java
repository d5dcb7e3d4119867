package webhooks.broker.adapter;

import static org.apache.activemq.artemis.api.core.RoutingType.MULTICAST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.broker.QueueNames;

/**
 * The settings of the queues are written three times, because each broker has a language of its
 * own: in {@link Queues}, in broker.xml and in WildFly's broker.cli.
 */
class BrokerDialectsTest {
  private static final Path WILDFLY = Path.of("../ear/src/main/servers/wildfly");

  private static Configuration embedded;
  private static Configuration external;

  @BeforeAll
  static void read(@TempDir Path directory) throws Exception {
    embedded =
        EmbeddedBroker.configuration(
            new BrokerSettings(
                directory.resolve("broker"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    try (InputStream xml = Files.newInputStream(Path.of("src/main/artemis/broker.xml"))) {
      external = new FileConfigurationParser().parseMainConfig(xml);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {QueueNames.EVENTS, QueueNames.INVALID, QueueNames.OPERATIONS})
  void queuesHaveTheSameSettingsOnEachBroker(String queue) throws IOException {
    Map<String, String> settings = settings(embedded, queue);

    assertThat(settings(external, queue)).isEqualTo(settings);
    // WildFly has no setting that ignores the expiry of producers.
    settings.remove("no-expiry");
    Map<String, String> ofWildFly = settingsOfWildFly(queue);
    if (queue.equals(QueueNames.OPERATIONS)) {
      // WildFly takes no empty address. Without a bound of deliveries it does not use one.
      assertThat(settings.remove("dead-letter-address")).isEmpty();
      assertThat(settings.remove("expiry-address")).isEmpty();
      ofWildFly.keySet().removeAll(Set.of("dead-letter-address", "expiry-address"));
    }
    assertThat(ofWildFly).isEqualTo(settings);
  }

  @Test
  void brokersHaveTheSameQueues() throws IOException {
    assertThat(queues(external)).isEqualTo(queues(embedded));
    Set<String> ofWildFly = found("queueConfigs\\.\\\\\"([a-z.]+)\\\\\"", "broker.cli");
    assertThat(ofWildFly).isEqualTo(queues(embedded).keySet());
    for (CoreAddressConfiguration address : embedded.getAddressConfigurations()) {
      for (QueueConfiguration queue : address.getQueueConfigs()) {
        String pattern = quoted("queueConfigs", queue.getName().toString());
        assertThat(found(pattern + "\\.groupBuckets\":add\\(value=([0-9]+)", "broker.cli"))
            .containsExactly(queue.getGroupBuckets().toString());
      }
    }
  }

  @Test
  void brokersConfirmMessagesThatAreOnDisk() {
    for (Configuration broker : Set.of(embedded, external)) {
      assertThat(broker.isPersistenceEnabled()).isTrue();
      assertThat(broker.isJournalDatasync()).isTrue();
      assertThat(broker.isJournalSyncTransactional()).isTrue();
      assertThat(broker.isJournalSyncNonTransactional()).isTrue();
      assertThat(broker.isSecurityEnabled()).isTrue();
      assertThat(broker.isJMXManagementEnabled()).isFalse();
    }
    assertThat(external.getJournalBufferTimeout_NIO())
        .isEqualTo(embedded.getJournalBufferTimeout_NIO());
  }

  @Test
  void brokersKeepNoDuplicateIds() throws IOException {
    for (Configuration broker : Set.of(embedded, external)) {
      assertThat(broker.getIDCacheSize()).isZero();
      assertThat(broker.isPersistIDCache()).isFalse();
    }
    assertThat(found("server=default:add\\(.*id-cache-size=([0-9]+)", "broker.cli"))
        .containsExactly("0");
    assertThat(found("server=default:add\\(.*persist-id-cache=([a-z]+)", "broker.cli"))
        .containsExactly("false");
  }

  @Test
  void brokersKeepTheSameSpaceFree(@TempDir Path directory) throws IOException {
    long ofDisk = Files.getFileStore(directory).getTotalSpace();

    assertThat(external.getMinDiskFree()).isEqualTo(EmbeddedBroker.MAX_MIN_DISK_FREE);
    assertThat(found("brokerconfig.minDiskFree\":add\\(value=([0-9]+)", "broker.cli"))
        .containsExactly(Long.toString(EmbeddedBroker.MAX_MIN_DISK_FREE));
    assertThat(embedded.getMinDiskFree())
        .isEqualTo(Math.min(EmbeddedBroker.MAX_MIN_DISK_FREE, ofDisk / 10));
  }

  @Test
  void producersHaveTheSameRightsOnEachBroker() throws IOException {
    assertThat(rights(embedded, QueueNames.EVENTS, Queues.PRODUCER)).containsExactly("send");
    assertThat(rights(external, QueueNames.EVENTS, "producers")).containsExactly("send");
    assertThat(found("role=producer:add\\(([a-z]+)=true\\)", "producers.cli"))
        .containsExactly("send");
    for (Configuration broker : Set.of(embedded, external)) {
      assertThat(rights(broker, QueueNames.INVALID, Queues.PRODUCER)).isEmpty();
      assertThat(rights(broker, QueueNames.INVALID, "producers")).isEmpty();
    }
    assertThat(found("security-setting=([a-z.]+):", "producers.cli"))
        .containsExactlyInAnyOrder(QueueNames.EVENTS, QueueNames.OPERATIONS);
  }

  @Test
  void operatorsSubscribeToTheTopicOnEachBroker() throws IOException {
    Set<String> rights = rights(embedded, QueueNames.OPERATIONS, Queues.OPERATOR);

    assertThat(rights)
        .containsExactlyInAnyOrder(
            "consume",
            "createDurableQueue",
            "deleteDurableQueue",
            "createNonDurableQueue",
            "deleteNonDurableQueue");
    assertThat(rights(external, QueueNames.OPERATIONS, "operators")).isEqualTo(rights);
    assertThat(found("role=operator:add\\(([^)]+)\\)", "producers.cli"))
        .containsExactly(
            "consume=true, create-durable-queue=true, delete-durable-queue=true,"
                + " create-non-durable-queue=true, delete-non-durable-queue=true");
    for (Configuration broker : Set.of(embedded, external)) {
      assertThat(broker.getAddressConfigurations())
          .filteredOn(address -> address.getName().equals(QueueNames.OPERATIONS))
          .singleElement()
          .satisfies(address -> assertThat(address.getRoutingTypes()).containsExactly(MULTICAST));
      assertThat(rights(broker, QueueNames.OPERATIONS, Queues.PRODUCER)).isEmpty();
      assertThat(rights(broker, QueueNames.OPERATIONS, "producers")).isEmpty();
    }
  }

  @Test
  void brokersWithTheProductsPluginsHaveAllOfThem() {
    assertThat(external.getBrokerPlugins())
        .extracting(plugin -> plugin.getClass().getName())
        .containsExactlyInAnyOrderElementsOf(
            embedded.getBrokerPlugins().stream()
                .map(plugin -> plugin.getClass().getName())
                .toList());
  }

  private static Map<String, String> settings(Configuration broker, String queue) {
    AddressSettings own = broker.getAddressSettings().get(queue);
    AddressSettings all = broker.getAddressSettings().get("#");
    AddressSettings settings = own == null ? all : own.mergeCopy(all);
    Map<String, String> values = new TreeMap<>();
    values.put("max-delivery-attempts", "" + settings.getMaxDeliveryAttempts());
    values.put("redelivery-delay", "" + settings.getRedeliveryDelay());
    values.put("dead-letter-address", "" + settings.getDeadLetterAddress());
    values.put("expiry-address", "" + settings.getExpiryAddress());
    values.put("no-expiry", "" + settings.isNoExpiry());
    values.put("address-full-policy", "" + settings.getAddressFullMessagePolicy());
    values.put("max-size-bytes", "" + settings.getMaxSizeBytes());
    values.put("default-ring-size", "" + settings.getDefaultRingSize());
    values.put("page-size-bytes", "" + settings.getPageSizeBytes());
    values.put("auto-create-queues", "" + settings.isAutoCreateQueues());
    values.put("auto-create-addresses", "" + settings.isAutoCreateAddresses());
    values.put("auto-delete-queues", "" + settings.isAutoDeleteQueues());
    values.put("auto-delete-addresses", "" + settings.isAutoDeleteAddresses());
    return values;
  }

  private static Map<String, String> settingsOfWildFly(String queue) throws IOException {
    Map<String, String> values = new TreeMap<>();
    values.put("default-ring-size", "-1");
    // WildFly has no attribute for it.
    found(
            quoted("addressSettings", queue) + "\\.defaultRingSize\":add\\(value=([0-9]+)",
            "broker.cli")
        .forEach(size -> values.put("default-ring-size", size));
    for (String address : new String[] {"#", queue}) {
      found("address-setting=" + Pattern.quote(address) + ":add\\(([^)]*)\\)", "broker.cli")
          .forEach(
              list ->
                  Arrays.stream(list.split(", "))
                      .map(pair -> pair.split("="))
                      .forEach(pair -> values.put(pair[0], pair[1])));
    }
    return values;
  }

  /** Returns a pattern of the name of a broker property that belongs to a queue. */
  private static String quoted(String property, String queue) {
    return Pattern.quote(property + ".\\\"" + queue + "\\\"");
  }

  private static Map<String, String> queues(Configuration broker) {
    Map<String, String> queues = new TreeMap<>();
    for (CoreAddressConfiguration address : broker.getAddressConfigurations()) {
      for (QueueConfiguration queue : address.getQueueConfigs()) {
        queues.put(
            queue.getName().toString(),
            address.getName()
                + " "
                + queue.getRoutingType()
                + (queue.isDurable() == null || queue.isDurable() ? " durable" : "")
                + " "
                + queue.getGroupBuckets());
      }
    }
    return queues;
  }

  private static Set<String> rights(Configuration broker, String address, String role) {
    return broker.getSecurityRoles().get(address).stream()
        .filter(one -> one.getName().equals(role))
        .flatMap(one -> rights(one).stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> rights(Role role) {
    Map<String, Boolean> rights = new TreeMap<>();
    rights.put("send", role.isSend());
    rights.put("consume", role.isConsume());
    rights.put("browse", role.isBrowse());
    rights.put("manage", role.isManage());
    rights.put("createAddress", role.isCreateAddress());
    rights.put("deleteAddress", role.isDeleteAddress());
    rights.put("createDurableQueue", role.isCreateDurableQueue());
    rights.put("deleteDurableQueue", role.isDeleteDurableQueue());
    rights.put("createNonDurableQueue", role.isCreateNonDurableQueue());
    rights.put("deleteNonDurableQueue", role.isDeleteNonDurableQueue());
    rights.values().removeIf(granted -> !granted);
    return rights.keySet();
  }

  /** Returns what the group of a pattern matches in a file of WildFly's set-up. */
  private static Set<String> found(String pattern, String file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(WILDFLY.resolve(file)))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }
}
