package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerDurabilityTest {
  /** Only a power cut would show the difference. */
  @Test
  void writesMessagesToDiskBeforeItAcknowledges(@TempDir Path directory) throws Exception {
    Configuration configuration =
        EmbeddedBroker.configuration(BrokerFixture.privateSettings(directory));

    assertThat(configuration.isPersistenceEnabled()).isTrue();
    assertThat(configuration.isJournalSyncTransactional()).isTrue();
    assertThat(configuration.isJournalSyncNonTransactional()).isTrue();
    assertThat(configuration.isJournalDatasync()).isTrue();
  }
}
