package webhooks.it.packaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.selection.WithOwnBroker;
import webhooks.it.harness.server.Product;

/** Tests the set-up scripts of the servers: a second run changes nothing but changed settings. */
@OnPayara
@OnWildFly
class SetUpIT {
  @Test
  void secondRunChangesNothing() {
    try (TestEnvironment environment = TestEnvironment.named("set-up-twice")) {
      Product product = environment.product();
      environment.enableHttps(Places.freePort());
      product.setUp();
      Map<String, String> before = files(product.configuration());

      product.setUp();

      assertThat(files(product.configuration())).isEqualTo(before);
    }
  }

  @Test
  void removedSettingsRestoreTheDefaults() {
    try (TestEnvironment environment =
        TestEnvironment.onPostgres("set-up-back", Postgres.shared())) {
      environment.enableHttps(Places.freePort());
      environment.product().setUp();

      environment
          .product()
          .with("webhooks.db.url", null)
          .with("webhooks.db.user", null)
          .with("webhooks.db.password", null)
          .with("webhooks.https.port", null)
          .with("webhooks.https.certificate", null)
          .with("webhooks.https.key", null);
      environment.start();

      assertThat(environment.product().directory().resolve("data"))
          .isDirectoryContaining("glob:**.mv.db");
    }
  }

  @Test
  void needsNoDatabase() {
    try (TestEnvironment environment =
        TestEnvironment.onPostgres("set-up-first", Postgres.shared())) {
      environment
          .product()
          .with("webhooks.db.url", "jdbc:postgresql://127.0.0.1:%d/x".formatted(Places.freePort()))
          .with("webhooks.db.user", null)
          .with("webhooks.db.password", null);

      assertTimeout(Duration.ofMinutes(2), environment.product()::setUp);
    }
  }

  @Test
  void newerProductReplacesTheOlderOne() throws IOException {
    Path newer = Places.freshDirectory("newer").resolve("servers");
    try (TestEnvironment environment = TestEnvironment.named("set-up-newer")) {
      environment.start();
      Application application = environment.application();
      Inbox inbox = environment.receiver().inbox();
      application.register(inbox);
      environment.closeProducer();
      environment.product().stop();
      Places.copy(environment.product().servers(), newer);
      changeArchive(newer.resolve("webhooks.ear"));
      changeArchive(newer.resolve("webhooks-broker.rar"));

      environment.product().setUpFrom(newer);
      environment.start();

      Event event = Event.ofAccount(application.account());
      environment.producer().publish(event);
      inbox.awaitEvent(event.messageId());
      assertThat(copiesOf(newer.resolve("webhooks.ear"), environment.product().directory()))
          .isNotEmpty();
    }
  }

  /** The set-up of Payara Server needs a stopped server. */
  @Test
  @OnWildFly
  @WithOwnBroker
  void secondRunLeavesProducersOfTheRunningServerAlone() {
    try (TestEnvironment environment = TestEnvironment.named("set-up-running")) {
      environment.start();
      AtomicInteger logins = new AtomicInteger();
      AtomicInteger refused = new AtomicInteger();
      PeriodicTask producers =
          new PeriodicTask(Duration.ofMillis(100), () -> countLogin(environment, logins, refused));
      try {
        environment.product().setUp();
      } finally {
        producers.close();
      }

      Progress.say("set-up beside a running server: %s logins, %s refused", logins, refused);
      assertThat(refused).hasValue(0);
      assertThat(logins).hasPositiveValue();
    }
  }

  private static void countLogin(
      TestEnvironment environment, AtomicInteger logins, AtomicInteger refused) {
    try {
      environment.broker().producer().close();
      logins.incrementAndGet();
    } catch (IllegalStateException e) {
      refused.incrementAndGet();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "webhooks.db.url, jdbc:mysql://localhost/webhooks",
    "webhooks.jms.url, amqp://localhost:5672",
    "webhooks.jms.url, tcp://localhost",
    "webhooks.jms.listen, 5672",
    "webhooks.https.port, https",
  })
  void refusesABadSettingByItsName(String key, String value) {
    try (TestEnvironment environment = TestEnvironment.onH2("set-up-refused")) {
      environment.product().with(key, value);

      assertThatThrownBy(() -> environment.product().setUp())
          .hasMessageContaining(key.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
  }

  @Test
  void writesNoSecretToFiles() {
    try (TestEnvironment environment = TestEnvironment.named("set-up-secrets")) {
      environment.enableHttps(Places.freePort());
      environment.product().setUp();

      assertThat(files(environment.product().configuration()).values())
          .allSatisfy(text -> assertThat(Secrets.all()).noneMatch(text::contains));
    }
  }

  /** Changes the bytes of an archive but not its behaviour. */
  private static void changeArchive(Path archive) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(archive)) {
      Files.createFile(files.getPath("newer"));
    }
  }

  /** Returns the files with the same bytes. */
  private static List<Path> copiesOf(Path file, Path directory) throws IOException {
    List<Path> copies = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        if (Files.mismatch(file, each) < 0) {
          copies.add(each);
        }
      }
    }
    return copies;
  }

  /** Returns the content of every file by its name, without WildFly's history of changes. */
  private static Map<String, String> files(Path directory) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        String name = directory.relativize(file).toString();
        if (!name.startsWith("standalone_xml_history")) {
          files.put(name, Files.readString(file, ISO_8859_1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
