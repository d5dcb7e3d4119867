package webhooks.delivery.send.sender;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import webhooks.delivery.send.Sender;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.domain.address.AddressPolicy;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.HostGuard;
import webhooks.domain.database.Dialect;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.TokenOutcome;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.HostAndPort;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.PreviousSecret;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;

/**
 * A sender with a directory of host names in memory. As a static extension it waits after each test
 * until its connections are free, and closes after the last one.
 */
public final class TestSender
    implements AutoCloseable, AfterTestExecutionCallback, AfterAllCallback {
  public static final int MAX_IN_FLIGHT = 20;
  public static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");
  public static final String SECRET = "the secret of this webhook, in 32 letters";
  public static final String CLIENT = "client";
  public static final String ACCOUNT = "account";

  /** A time-out that tests wait for. */
  public static final Duration SHORT_TIMEOUT = Duration.ofMillis(300);

  /** Longer than {@link #END}: an attempt that ends in time has not ended by this time-out. */
  private static final Duration LONG_TIMEOUT = Duration.ofSeconds(60);

  /** How long a test waits for the end of an attempt. */
  private static final Duration END = Duration.ofSeconds(30);

  private static final String LOOPBACK = "127.0.0.0/8";

  private final TestNames names = new TestNames();
  private final Duration timeout;
  private Flow flow = Flow.FREE;
  private final FaultyClock clock = new FaultyClock();
  private final SecretCipher cipher;
  private final Sender sender;

  private TestSender(
      Duration timeout,
      List<String> allowedNetworks,
      Optional<HostAndPort> proxy,
      boolean sendsTraceState) {
    this.timeout = timeout;
    DeliverySettings settings =
        new DeliverySettings(
            timeout,
            List.of(),
            MAX_IN_FLIGHT,
            MAX_IN_FLIGHT,
            allowedNetworks,
            Optional.of(Certificates.TRUSTED),
            proxy,
            sendsTraceState);
    this.cipher = SecretCipher.of(NodeSettings.of(settings), Dialect.POSTGRESQL);
    this.sender =
        new Sender(
            NodeSettings.of(settings),
            new HostGuard(new AddressPolicy(allowedNetworks), names),
            cipher,
            clock,
            TestSenderThreads.NEW);
    addHost(Certificates.HOST, "127.0.0.1");
  }

  /** Returns a sender that may connect to this machine, and whose attempts do not time out. */
  public static TestSender patient() {
    return withTimeout(LONG_TIMEOUT);
  }

  /** Returns a sender that may connect to this machine. */
  public static TestSender withTimeout(Duration timeout) {
    return new TestSender(timeout, List.of(LOOPBACK), Optional.empty(), false);
  }

  /** Returns a sender that may connect to this machine through a proxy. */
  public static TestSender withProxy(HostAndPort proxy) {
    return new TestSender(LONG_TIMEOUT, List.of(LOOPBACK), Optional.of(proxy), false);
  }

  /** Returns a sender that passes the publisher's {@code tracestate} on to receivers. */
  public static TestSender withTraceState() {
    return new TestSender(LONG_TIMEOUT, List.of(LOOPBACK), Optional.empty(), true);
  }

  /** Returns a sender that may connect to public addresses only. */
  public static TestSender withoutAllowedNetworks() {
    return new TestSender(LONG_TIMEOUT, List.of(), Optional.empty(), false);
  }

  /** Runs a test with a short time-out, and with longer ones where the machine is too slow. */
  public static void withSufficientTimeout(TimedTest test) throws Exception {
    for (int factor = 1; factor <= 64; factor *= 4) {
      try (TestSender sender = withTimeout(SHORT_TIMEOUT.multipliedBy(factor))) {
        if (test.run(sender)) {
          return;
        }
      }
    }
    fail("The attempt never reached the state that the test needs");
  }

  /** Lets a host name stand for addresses. */
  public void addHost(String name, String... addresses) {
    names.add(name, addresses);
  }

  /** Returns the clock of the sender. */
  public FaultyClock clock() {
    return clock;
  }

  /** Makes all look-ups take this long. */
  public void delayLookUps(Duration time) {
    names.delay(time);
  }

  public Duration timeout() {
    return timeout;
  }

  /** Sets the option timeout of the webhooks whose attempts begin from now on. */
  public void setOption(Duration ofWebhook) {
    flow = new Flow(false, 0, false, Optional.of(ofWebhook));
  }

  /** Makes one attempt and waits for its end. */
  public Attempt send(String url) throws Exception {
    return send(url, TestDelivery.create());
  }

  public Attempt send(String url, LeasedDelivery delivery) throws Exception {
    return end(sender.send(delivery, webhook(TestDelivery.WEBHOOK, url)));
  }

  /** Makes one attempt that keeps all headers, and waits for its end. */
  public Attempt test(String url) throws Exception {
    return end(sender.test(TestDelivery.create(), webhook(TestDelivery.WEBHOOK, url)));
  }

  /** Makes one attempt for a new webhook with options, and waits for its end. */
  public Attempt sendWithOptions(String url, WebhookOptions options) throws Exception {
    return sendWithOptions(url, options, TestDelivery.create());
  }

  public Attempt sendWithOptions(String url, WebhookOptions options, LeasedDelivery delivery)
      throws Exception {
    return end(sender.send(delivery, withOptions(UUID.randomUUID(), url, options)));
  }

  /** Returns the headers that a preview of a webhook with options shows. */
  public Map<String, String> preview(String url, WebhookOptions options) throws Exception {
    return sender
        .prepare(TestDelivery.create(), withOptions(TestDelivery.WEBHOOK, url, options))
        .headers()
        .fields();
  }

  /** Asks the receiver of a webhook with options for its consent, and waits for the end. */
  public Attempt askConsent(String url, WebhookOptions options) throws Exception {
    return end(sender.askConsent("events.example", withOptions(UUID.randomUUID(), url, options)));
  }

  /** Begins an attempt for a webhook with options. */
  public CompletableFuture<Attempt> begin(UUID webhook, String url, WebhookOptions options) {
    return sender.send(TestDelivery.create(), withOptions(webhook, url, options));
  }

  /** Requests a token, and waits for the outcome. */
  public TokenOutcome testToken(UUID webhook, String url, WebhookOptions options) throws Exception {
    return sender
        .testToken(withOptions(webhook, url, options))
        .get(END.toSeconds(), TimeUnit.SECONDS);
  }

  private SendableWebhook withOptions(UUID webhook, String url, WebhookOptions options) {
    return new SendableWebhook(webhook(webhook, url).subscription(), options);
  }

  /** Makes one attempt for a webhook that has had none, and waits for its end. */
  public Attempt sendForAnotherWebhook(String url) throws Exception {
    return end(begin(UUID.randomUUID(), url));
  }

  /** Makes one attempt for the webhook of another owner, and waits for its end. */
  public Attempt sendForAnotherOwner(String client, String account, String url) throws Exception {
    SendableWebhook webhook = webhook(UUID.randomUUID(), client, account, url, Optional.empty());
    return end(sender.send(TestDelivery.create(), webhook));
  }

  /** Begins an attempt. */
  public CompletableFuture<Attempt> begin(UUID webhook, String url) {
    return sender.send(TestDelivery.create(), webhook(webhook, url));
  }

  /** Makes one attempt while the secret before the rotation is still valid. */
  public Attempt sendDuringRotation(String url, String previousSecret) throws Exception {
    byte[] encrypted =
        cipher.encrypt(TestDelivery.WEBHOOK, EncryptedColumn.PREVIOUS_SECRET, previousSecret);
    PreviousSecret previous = new PreviousSecret(encrypted, NOW.plusSeconds(1));
    return end(
        sender.send(
            TestDelivery.create(),
            webhook(TestDelivery.WEBHOOK, CLIENT, ACCOUNT, url, Optional.of(previous))));
  }

  private SendableWebhook webhook(UUID webhook, String url) {
    return webhook(webhook, CLIENT, ACCOUNT, url, Optional.empty());
  }

  private SendableWebhook webhook(
      UUID webhook, String client, String account, String url, Optional<PreviousSecret> previous) {
    return SendableWebhook.withoutOptions(
        new Subscription(
            webhook,
            client,
            account,
            2L * url.hashCode() + (previous.isPresent() ? 1 : 0), // as a change would
            true,
            1,
            CallbackUrl.parse(url).host().name(),
            cipher.keyId(),
            cipher.encrypt(webhook, EncryptedColumn.CALLBACK_URL, url),
            cipher.encrypt(webhook, EncryptedColumn.SECRET, SECRET),
            previous,
            false,
            flow));
  }

  /** Waits for the end of an attempt. */
  public static Attempt end(CompletableFuture<Attempt> attempt) throws Exception {
    return attempt.get(END.toSeconds(), TimeUnit.SECONDS);
  }

  /** Fails while receivers still run: their close would free a connection that was kept. */
  @Override
  public void afterTestExecution(ExtensionContext context) {
    awaitConnectionsFree();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  private void awaitConnectionsFree() {
    await("free connections").atMost(END).until(() -> sender.connections().inUse() == 0);
  }

  /** Closes the sender, and fails if an attempt that has ended has kept its connection. */
  @Override
  public void close() {
    names.close();
    try {
      awaitConnectionsFree();
    } finally {
      sender.close();
    }
  }
}
