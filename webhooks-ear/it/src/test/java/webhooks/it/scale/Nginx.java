package webhooks.it.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import webhooks.it.harness.Places;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.server.CpuTime;

/** Runs nginx as a receiver that answers 204 over TLS and logs the id of each event. */
final class Nginx implements Counter {
  private static final Path BINARY =
      Path.of(System.getProperty("webhooks.it.nginx", "/usr/sbin/nginx"));

  private static final String CONFIGURATION =
      """
      daemon off;
      worker_processes 1;
      pid %1$s/nginx.pid;
      error_log %1$s/error.log;
      events { worker_connections 2048; }
      http {
        log_format ids '$http_webhook_id';
        access_log %1$s/ids.log ids;
        client_body_temp_path %1$s/body;
        proxy_temp_path %1$s/proxy;
        fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi;
        scgi_temp_path %1$s/scgi;
        keepalive_requests 1000000;
        server {
          listen 127.0.0.1:%2$d ssl backlog=1024;
          ssl_certificate %3$s/server.pem;
          ssl_certificate_key %3$s/server.key;
          location / { return 204; }
        }
      }
      """;

  private final Path directory = Places.freshDirectory("nginx");
  private final int port = Places.freePort();
  private final Process process;

  Nginx(Authority authority) {
    try {
      Path configuration = directory.resolve("nginx.conf");
      Files.writeString(
          configuration, CONFIGURATION.formatted(directory, port, authority.serverFiles()));
      process =
          new ProcessBuilder(BINARY.toString(), "-p", directory + "/", "-c", configuration + "")
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /** Returns whether this machine has nginx. */
  static boolean isInstalled() {
    return Files.isExecutable(BINARY);
  }

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public URI url() {
    return URI.create("https://127.0.0.1:" + port + "/");
  }

  @Override
  public double cpuSeconds() {
    return CpuTime.ofFamily(process.pid());
  }

  @Override
  public int distinct() {
    Path log = directory.resolve("ids.log");
    if (!Files.exists(log)) {
      return 0;
    }
    try (Stream<String> ids = Files.lines(log)) {
      return (int) ids.distinct().count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
