package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.activemq.artemis.core.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerDurabilityTest {
  /** Only a power cut would show the difference. */
  @Test
  void writesMessagesToDiskBeforeItAcknowledges(@TempDir Path directory) throws Exception {
    Configuration configuration =
        EmbeddedBroker.configuration(
            new BrokerSettings(
                directory,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

    assertThat(configuration.isPersistenceEnabled()).isTrue();
    assertThat(configuration.isJournalSyncTransactional()).isTrue();
    assertThat(configuration.isJournalSyncNonTransactional()).isTrue();
    assertThat(configuration.isJournalDatasync()).isTrue();
  }
}
