package webhooks.api;

import com.sun.net.httpserver.HttpServer;
import jakarta.ejb.EJB;
import jakarta.inject.Singleton;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.hk2.api.InjectionResolver;
import org.glassfish.hk2.api.TypeLiteral;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.process.internal.RequestScoped;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import webhooks.api.accesslog.AccessLog;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.token.TestIssuer;
import webhooks.api.token.TestToken;
import webhooks.api.token.TokenVerifier;
import webhooks.api.webhook.PublishedKeySets;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.delivery.history.chart.DeliveryCharts;
import webhooks.domain.directory.DirectoryAdministration;
import webhooks.domain.directory.FakeITwins;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.erasure.ErasureReceipts;
import webhooks.domain.event.publish.EventPublisher;
import webhooks.domain.metric.Metrics;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.task.ManagedTasks;
import webhooks.domain.webhook.Webhooks;
import webhooks.domain.webhook.list.WebhookLists;

/**
 * The whole API over real HTTP, with a domain in memory. It starts once for each test class,
 * because a start takes long. It is reset before each test.
 */
public final class TestApi implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  final FakeWebhooks webhooks = new FakeWebhooks();
  final FakeWebhookLists lists = new FakeWebhookLists();
  final FakeITwins iTwins = new FakeITwins();
  final FakePublisher publisher = new FakePublisher();
  final FakeAdministration administration = new FakeAdministration();
  final FakePortalSessions portal = new FakePortalSessions();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Settings settings;
  private final Class<?>[] moreResources;
  private HttpServer server;

  /** Creates the API with resources that it does not have by itself. */
  public TestApi(Class<?>... moreResources) {
    this(TestIssuer.settings("webhooks.rate-limit", "1000000"), moreResources);
  }

  private TestApi(Settings settings, Class<?>... moreResources) {
    this.settings = settings;
    this.moreResources = moreResources;
  }

  /** Returns an API that lets only one client and one account in, with this rate limit. */
  static TestApi withAllowedClient(String client, String account, int rateLimit) {
    return new TestApi(
        TestIssuer.settings(
            "webhooks.token.allowed-clients",
            client,
            "webhooks.token.allowed-accounts",
            account,
            "webhooks.rate-limit",
            String.valueOf(rateLimit)));
  }

  /** Returns an API with a portal, and with resources that it does not have by itself. */
  static TestApi withPortal(Class<?>... moreResources) {
    return new TestApi(
        TestIssuer.settings(
            "webhooks.portal.enabled", "true",
            "webhooks.public-url", "https://hooks.example.com",
            "webhooks.rate-limit", "1000000"),
        moreResources);
  }

  /** Returns an API whose permissions are kept by a remote service. */
  static TestApi withRemoteAccessControl() {
    return new TestApi(
        TestIssuer.settings(
            "webhooks.access-control", "remote",
            "webhooks.access-control.url", "https://api.example.com"));
  }

  /** Returns a clock by which the requests of a test class don't share the lines of a second. */
  private static Clock secondPerRead() {
    AtomicLong seconds = new AtomicLong();
    InstantSource source = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
    return source.withZone(ZoneOffset.UTC);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    AbstractBinder domain =
        new AbstractBinder() {
          @Override
          protected void configure() {
            bind(settings).to(Settings.class);
            bind(TestIssuer.verifier(settings)).to(TokenVerifier.class);
            bind(new EventTypes(TestSettings.with("webhooks.event-types", "orders.created.v1")))
                .to(EventTypes.class);
            bind(new Metrics()).to(Metrics.class);
            bind(new PageResponse(settings)).to(PageResponse.class);
            bind(new AccessLog(secondPerRead())).to(AccessLog.class);
            bind(EjbFields.class)
                .to(new TypeLiteral<InjectionResolver<EJB>>() {})
                .in(Singleton.class);
            bindFactory(CallerOfRequest.class)
                .to(CurrentCaller.class)
                .in(RequestScoped.class)
                .proxy(true)
                .proxyForSameScope(true);
            bind(webhooks).to(Webhooks.class);
            bind(lists).to(WebhookLists.class);
            bind(new DirectoryAdministration(iTwins)).to(DirectoryAdministration.class);
            bind(publisher).to(EventPublisher.class);
            bind(new DirectTasks()).to(ManagedTasks.class);
            bind(new PublishedKeySets()).to(PublishedKeySets.class);
            bind(new ErasureReceipts(null)).to(ErasureReceipts.class);
            bind(new EventReader(new EventTypes(settings), Clock.systemUTC()))
                .to(EventReader.class);
            bind(new FakeCharts()).to(DeliveryCharts.class);
            install(administration.binder(), portal.binder(), new FakeOperatorViews());
          }
        };
    server =
        JdkHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"),
            ResourceConfig.forApplication(new ApiApplication())
                .registerClasses(moreResources)
                .register(domain));
  }

  /** Runs each task on the thread of its caller. */
  private static final class DirectTasks extends ManagedTasks {
    @Override
    public Executor forShortTasks() {
      return Runnable::run;
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    webhooks.reset();
    lists.reset();
    iTwins.reset();
    publisher.reset();
    administration.reset();
    portal.reset();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.stop(0);
  }

  /** Begins a request without a token. */
  public Call call(String method, String path) {
    return new Call(method, path);
  }

  /** A request that is being built. */
  public final class Call {
    private final HttpRequest.Builder request;
    private final String method;
    private BodyPublisher body = BodyPublishers.noBody();

    private Call(String method, String path) {
      this.method = method;
      request =
          HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    /** Adds a header. */
    public Call header(String name, String value) {
      request.header(name, value);
      return this;
    }

    Call token(TestToken token) {
      return header("Authorization", "Bearer " + token.signed());
    }

    /** Adds a valid token with this scope. */
    Call scope(String scope) {
      return token(TestIssuer.token(scope));
    }

    Call json(String text) {
      return header("Content-Type", "application/json").body(BodyPublishers.ofString(text));
    }

    Call body(BodyPublisher publisher) {
      body = publisher;
      return this;
    }

    /** Sends it on a new connection: the server closes a connection whose body it did not read. */
    Answer sendOnNewConnection() throws Exception {
      return send(HttpClient.newHttpClient());
    }

    /** Sends the request and returns its response. */
    public Answer send() throws Exception {
      return send(client);
    }

    /** Sends it on a new connection, and does not read the body that it returns. */
    HttpResponse<InputStream> sendWithoutReading() throws Exception {
      return HttpClient.newHttpClient()
          .send(request.method(method, body).build(), BodyHandlers.ofInputStream());
    }

    private Answer send(HttpClient by) throws Exception {
      return new Answer(by.send(request.method(method, body).build(), BodyHandlers.ofString()));
    }
  }

  /** The response to a request. */
  public record Answer(HttpResponse<String> response) {
    /** Returns the status code. */
    public int status() {
      return response.statusCode();
    }

    /** Returns the first value of a header, or null if there is none. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    /** Returns the body as a JSON object. */
    public JsonObject json() {
      try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
        return reader.readObject();
      }
    }

    JsonObject error() {
      return json().getJsonObject("error");
    }

    /** Returns status, code and details in one line, such as {@code 422 X [MissingY z]}. */
    public String summary() {
      String details =
          error().containsKey("details")
              ? " "
                  + error().getJsonArray("details").getValuesAs(JsonObject.class).stream()
                      .map(d -> (d.getString("code") + " " + d.getString("target", "")).strip())
                      .toList()
              : "";
      return status() + " " + error().getString("code") + details;
    }
  }
}
