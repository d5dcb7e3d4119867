package webhooks.dev.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Starts the product with the development aids and prints what to do next. */
public final class Quickstart {
  private static final Duration POLL = Duration.ofMillis(250);

  private final Path root;
  private final ProductSettings settings;
  private final String base;
  private final String inboxPort;

  private Quickstart(Path root, ProductSettings settings) throws IOException {
    this.root = root;
    this.settings = settings;
    // Development tokens and the inbox are for this machine, whatever the environment says.
    settings.pin("webhooks.http.address", "127.0.0.1");
    base = "http://127.0.0.1:" + settings.orDefault("webhooks.http.port", "8080");
    Path data =
        Path.of(settings.orDefault("webhooks.data.dir", root.resolve("webhooks-data").toString()));
    InboxCertificate inbox = InboxCertificate.create(data);
    inboxPort = settings.orDefault("webhooks.dev.inbox.port", "8443");
    settings.orDefault("webhooks.dev.inbox.certificate", inbox.certificate().toString());
    settings.orDefault("webhooks.dev.inbox.key", inbox.key().toString());
    settings.orDefault("webhooks.jms.listen", "127.0.0.1:61616");
    settings.orDefault("webhooks.delivery.allowed-networks", "127.0.0.0/8");
    settings.orDefault("webhooks.delivery.trusted-certificates", inbox.certificate().toString());
    settings.orDefault("mp.jwt.verify.issuer", base + "/dev");
    settings.orDefault("mp.jwt.verify.publickey.location", base + "/dev/jwks");
    settings.orDefault("webhooks.token.operator-roles", "operator");
    settings.orDefault("webhooks.console.client-id", "console");
    settings.orDefault("webhooks.console.scope", "openid webhooks:modify webhooks:admin");
  }

  /**
   * Starts the product and waits until it ends.
   *
   * @param arguments the root folder of the project
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> given = new TreeMap<>();
    System.getProperties().forEach((key, value) -> given.put(key.toString(), value.toString()));
    new Quickstart(Path.of(arguments[0]), new ProductSettings(given, System::getenv)).run();
  }

  private void run() throws IOException, InterruptedException {
    Process server = new ProcessBuilder(command()).directory(root.toFile()).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    if (waitUntilReady(server)) {
      System.out.println(new Instructions(base, inboxPort).text());
    }
    int code = server.waitFor();
    if (code != 0) {
      throw new IllegalStateException("The server ended with code " + code);
    }
  }

  private List<String> command() {
    Path modules = root.resolve("webhooks-ear");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings.javaOptions().toList());
    command.addAll(List.of("-jar", modules.resolve("micro/target/webhooks.jar").toString()));
    command.addAll(List.of("--deploy", modules.resolve("dev/target/dev.war").toString()));
    return command;
  }

  private boolean waitUntilReady(Process server) throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/dev/jwks")).build();
    while (!server.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return true;
        }
      } catch (IOException e) {
        // The server is not up yet. If its start fails, the process ends.
      }
    }
    return false;
  }

  private static void stop(Process server) {
    server.destroy();
    try {
      server.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
