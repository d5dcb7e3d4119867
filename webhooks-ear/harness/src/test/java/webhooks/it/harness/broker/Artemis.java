package webhooks.it.harness.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.SmallDisk;
import webhooks.it.harness.server.Product;

/**
 * Runs an external broker: a distribution of Apache Artemis, set up as docs/broker.md says.
 *
 * <p>Port and messages survive a restart. The process ends with this JVM at the latest.
 */
public final class Artemis implements Broker {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PRODUCT = "webhooks";
  private static final String PRODUCER = "producer";
  private static final String OPERATOR = "operator";

  private final String name;
  private final Path instance;
  private final Path log;
  private final int port = Places.freePort();
  private final String productPassword;
  private final String producerPassword;
  private Process process;

  /** Creates an instance of the broker without starting it. */
  public Artemis(String name) {
    this(name, Secrets.random(), Secrets.random());
  }

  private Artemis(String name, String productPassword, String producerPassword) {
    this.name = name;
    this.productPassword = productPassword;
    this.producerPassword = producerPassword;
    this.instance = Places.freshDirectory(name).resolve("instance");
    this.log = Places.freshLog(name);
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
    try {
      create();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates another broker with the same logins. */
  public Artemis withSameLogins(String name) {
    return new Artemis(name, productPassword, producerPassword);
  }

  private void create() throws IOException {
    Path command = Places.given("webhooks.it.artemis").resolve("bin/artemis");
    Process creation =
        run(
            List.of(
                command.toString(),
                "create",
                instance.toString(),
                "--silent",
                "--user=admin",
                "--password=" + Secrets.random(),
                "--role=administrators",
                "--require-login",
                "--no-web",
                "--no-autocreate"));
    if (end(creation) != 0) {
      throw new IllegalStateException(name + " can't be created:\n" + Files.readString(log));
    }
    Path settings = instance.resolve("etc/broker.xml");
    Files.copy(Places.given("webhooks.broker.xml"), settings, REPLACE_EXISTING);
    Path limit = Places.given("webhooks.broker.jar");
    Files.copy(
        limit, Files.createDirectories(instance.resolve("lib")).resolve(limit.getFileName()));
    addUser(PRODUCT, productPassword, "webhooks");
    addUser(PRODUCER, producerPassword, "producers");
    addUser(OPERATOR, producerPassword, "operators");
  }

  private void addUser(String user, String password, String role) throws IOException {
    append(instance.resolve("etc/artemis-users.properties"), user, password);
    append(instance.resolve("etc/artemis-roles.properties"), role, user);
  }

  private static void append(Path file, String key, String value) throws IOException {
    Files.writeString(file, "\n" + key + " = " + value + "\n", UTF_8, APPEND);
  }

  /** Leaves the product's plugin out, which refuses some messages at their producers. */
  public Artemis withoutPlugin() {
    return edit(xml -> xml.replaceFirst("(?s)<broker-plugins>.*</broker-plugins>", ""));
  }

  /** Gives its data, from its next start, a disk that it regards as full with less than this. */
  public SmallDisk onSmallDisk(int megabytes, int minFree) {
    edit(xml -> xml.replaceFirst("(?<=<min-disk-free>)[^<]*", minFree + "MB"));
    return SmallDisk.mount(instance.resolve("data"), megabytes);
  }

  /** Adds elements to the core part of broker.xml. */
  public Artemis withSettings(String elements) {
    return edit(xml -> xml.replace("<acceptors>", elements + "<acceptors>"));
  }

  private Artemis edit(UnaryOperator<String> change) {
    Path settings = instance.resolve("etc/broker.xml");
    try {
      Files.writeString(settings, change.apply(Files.readString(settings)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Returns the output of the process since its first start. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the process and waits until clients can log in. */
  public Artemis start() {
    launch();
    awaitActive();
    Progress.say("%s: up on port %d", name, port);
    return this;
  }

  /** Starts the process without waiting. */
  public void launch() {
    try {
      process = run(List.of(instance.resolve("bin/artemis").toString(), "run"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until clients can log in. */
  public void awaitActive() {
    await(name + " to let clients in, see " + log)
        .atMost(LIMIT)
        .failFast(name + " ended, see " + log, () -> !process.isAlive())
        .ignoreExceptions()
        .until(
            () -> {
              producer().close();
              return true;
            });
  }

  /** Stops the process by SIGTERM and waits for its end. */
  public void stop() {
    if (process != null && process.isAlive()) {
      process.destroy();
      end(process);
      Progress.say("%s: stopped", name);
    }
  }

  /** Kills the process by SIGKILL. */
  public void kill9() {
    destroy();
    Progress.say("%s: killed", name);
  }

  @Override
  public void configure(Product product) {
    product
        .with("webhooks.jms.url", url())
        .with("webhooks.jms.user", PRODUCT)
        .with("webhooks.jms.password", productPassword);
  }

  @Override
  public Producer producer() {
    return new Producer(url(), PRODUCER, producerPassword);
  }

  /** Connects a producer with the same login to this URL, which names other brokers too. */
  public Producer impatientProducer(String url) {
    return new Producer(url, PRODUCER, producerPassword, Duration.ofSeconds(2));
  }

  @Override
  public TopicSubscriber topicSubscriber() {
    return new TopicSubscriber(url(), OPERATOR, producerPassword);
  }

  @Override
  public CoreClient coreClient() {
    return new CoreClient(url(), PRODUCER, producerPassword);
  }

  /** Returns the marks of all rejected messages, read with the product's login. */
  public List<String> marksOfRejected() {
    try (CoreClient client = new CoreClient(url(), PRODUCT, productPassword)) {
      return client.marks("webhooks.events.invalid");
    }
  }

  /** Returns the texts of the messages that no node has taken, read with the product's login. */
  public List<String> waitingTexts() {
    List<String> texts = new ArrayList<>();
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url());
        Connection connection = factory.createConnection(PRODUCT, productPassword);
        Session session = connection.createSession();
        QueueBrowser browser = session.createBrowser(session.createQueue(Producer.EVENTS))) {
      connection.start();
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        texts.add(((TextMessage) messages.nextElement()).getText());
      }
      return texts;
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, String> amqp() {
    return Broker.amqp(port, PRODUCER, producerPassword);
  }

  @Override
  public void close() {
    stop();
  }

  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  private Process run(List<String> command) throws IOException {
    ProcessBuilder builder = SmallDisk.process(instance.getParent(), command);
    // Uses the Java of the tests and little memory.
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put(
        "JAVA_ARGS_APPEND",
        "-Xms64m -Xmx512m -Dzookeeper.sasl.client=false "
            + Product.FIRST_COMPILER
            + " -Dwebhooks.broker.port="
            + port);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  private int end(Process process) {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(name + " did not end, see " + log);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void destroy() {
    if (process != null && process.isAlive()) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
