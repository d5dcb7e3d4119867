package webhooks.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import webhooks.delivery.DeliveryLifecycle;
import webhooks.domain.database.Database;
import webhooks.domain.directory.ITwinDirectory;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.Webhooks;

/** The container creates the product's beans of each kind and module. */
@Tag("container")
@ExtendWith(ArquillianExtension.class)
class InjectionIT {
  @Inject private DeliveryLifecycle delivery;
  @Inject private EventIngest events;
  @Inject private ITwinDirectory iTwins;
  @Inject private Webhooks webhooks;
  @Inject private Database database;
  @Inject private EventReader reader;
  @Inject private Settings settings;
  @Inject private SecretCipher cipher;
  @Inject private Clock clock;
  @Inject private Persistence persistence;

  @Deployment
  static Archive<?> product() {
    return TestedArchive.with(InjectionIT.class);
  }

  @Test
  void enterpriseBeansAreInjected() {
    assertThat(delivery).isNotNull();
    assertThat(events).isNotNull();
    assertThat(webhooks).isNotNull();
    assertThatThrownBy(() -> iTwins.account(UUID.randomUUID())).isInstanceOf(Refusal.class);
  }

  @Test
  void cdiBeansAndProducedBeansAreInjected() {
    assertThat(database.dataSource()).isNotNull();
    assertThat(reader).isNotNull();
    assertThat(settings.delivery().timeout()).isPositive();
    assertThat(cipher).isNotNull();
    assertThat(clock.instant()).isBefore(Instant.now().plusSeconds(1));
  }

  @Test
  void persistenceIsEclipseLinks() {
    assertThat(persistence.provider()).startsWith("org.eclipse.persistence.");
  }
}
