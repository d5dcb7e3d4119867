package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.broker.QueueNames;

/** Artemis stops itself when it can't write. */
class BrokerRestartTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;
  private BrokerFixture broker;

  @BeforeEach
  void start() throws Exception {
    broker = BrokerFixture.onFreePort(directory);
    broker.start(Optional.empty(), Optional.empty());
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  /** Twice, because each start makes a new server. */
  @Test
  void startsAgainWithItsMessages() throws Exception {
    for (String text : new String[] {"first", "second"}) {
      send(text);

      failToWrite();

      await()
          .atMost(LIMIT)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(receive()).isEqualTo(text));
    }
  }

  @Test
  void stopEndsTheRestart() throws Exception {
    failToWrite();
    broker.stop();

    // The directory and the port are free.
    broker.start(Optional.empty(), Optional.empty());
    send("text");
    assertThat(receive()).isEqualTo("text");
  }

  private void failToWrite() throws Exception {
    try (JMSContext context = broker.connectAsProduct()) {
      CountDownLatch disconnected = new CountDownLatch(1);
      context.setExceptionListener(lost -> disconnected.countDown());

      broker.failToWrite();

      assertThat(disconnected.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private void send(String text) {
    try (JMSContext context = broker.connectAsProduct()) {
      context.createProducer().send(context.createQueue(QueueNames.EVENTS), text);
    }
  }

  private String receive() {
    try (JMSContext context = broker.connectAsProduct()) {
      return context
          .createConsumer(context.createQueue(QueueNames.EVENTS))
          .receiveBody(String.class, 10_000);
    }
  }
}
