package webhooks.api;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import webhooks.api.token.TestIssuer;
import webhooks.domain.access.ITwins;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.event.Publisher;
import webhooks.domain.metric.Metrics;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.Webhooks;

/** The whole API over real HTTP, before a domain of the test's own. */
final class TestApi implements AutoCloseable {
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  TestApi(Webhooks webhooks, ITwins iTwins, Class<?>... more) {
    this(webhooks, iTwins, new FakePublisher(), TestIssuer.binder(), more);
  }

  TestApi(Webhooks webhooks, ITwins iTwins, AbstractBinder issuer, Class<?>... more) {
    this(webhooks, iTwins, new FakePublisher(), issuer, more);
  }

  private TestApi(
      Webhooks webhooks,
      ITwins iTwins,
      Publisher publisher,
      AbstractBinder issuer,
      Class<?>... more) {
    EventTypes catalogue =
        new EventTypes(TestSettings.with("webhooks.event-types", "orders.created.v1"));
    AbstractBinder domain =
        new AbstractBinder() {
          @Override
          protected void configure() {
            bind(webhooks).to(Webhooks.class);
            bind(iTwins).to(ITwins.class);
            bind(publisher).to(Publisher.class);
            bind(catalogue).to(EventTypes.class);
            bind(new Metrics()).to(Metrics.class);
          }
        };
    server =
        JdkHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"),
            ResourceConfig.forApplication(new ApiApplication())
                .registerClasses(more)
                .register(domain)
                .register(issuer));
  }

  static TestApi publishing(Publisher publisher) {
    return new TestApi(new FakeWebhooks(), new FakeITwins(), publisher, TestIssuer.binder());
  }

  Call call(String method, String path) {
    return new Call(method, path);
  }

  /** A request in the making. */
  final class Call {
    private final HttpRequest.Builder request;
    private final String method;
    private BodyPublisher body = BodyPublishers.noBody();

    private Call(String method, String path) {
      this.method = method;
      request =
          HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    Call header(String name, String value) {
      request.header(name, value);
      return this;
    }

    Call token(String token) {
      return header("Authorization", "Bearer " + token);
    }

    Call json(String text) {
      return header("Content-Type", "application/json").body(BodyPublishers.ofString(text));
    }

    Call body(BodyPublisher publisher) {
      body = publisher;
      return this;
    }

    /** Sends it on a connection of its own: the server closes one whose body it did not read. */
    Answer sendApart() throws Exception {
      return send(HttpClient.newHttpClient());
    }

    Answer send() throws Exception {
      return send(client);
    }

    private Answer send(HttpClient by) throws Exception {
      return new Answer(by.send(request.method(method, body).build(), BodyHandlers.ofString()));
    }
  }

  /** What was answered. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    JsonObject json() {
      try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
        return reader.readObject();
      }
    }

    JsonObject error() {
      return json().getJsonObject("error");
    }

    /** Returns status, code and details in one line, such as {@code 422 X [MissingY z]}. */
    String summary() {
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

  @Override
  public void close() {
    server.stop(0);
  }
}
