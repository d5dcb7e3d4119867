package webhooks.it.harness.receiver;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import webhooks.it.harness.Places;

/** Runs nginx as a receiver that answers 204 over TLS and logs a line for each request. */
public final class Nginx implements AutoCloseable {
  private static final Path BINARY =
      Path.of(System.getProperty("webhooks.it.nginx", "/usr/sbin/nginx"));

  /** The log is written in blocks, because a system call for each line costs more than the rest. */
  private static final String CONFIGURATION =
      """
      daemon off;
      worker_processes 1;
      pid %1$s/nginx.pid;
      error_log %1$s/error.log;
      events { worker_connections 4096; }
      http {
        log_format line '%4$s';
        access_log %1$s/requests.log line buffer=64k flush=100ms;
        client_body_temp_path %1$s/body;
        proxy_temp_path %1$s/proxy;
        fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi;
        scgi_temp_path %1$s/scgi;
        keepalive_requests 100000000;
        keepalive_timeout 600s;
        %5$s
        server {
          listen 127.0.0.1:%2$d ssl backlog=4096;
          ssl_certificate %3$s/server.pem;
          ssl_certificate_key %3$s/server.key;
          ssl_session_cache shared:sessions:10m;
          %6$s
        }
      }
      """;

  private final Path directory = Places.freshDirectory("nginx");
  private final int port = Places.freePort();
  private final Process process;

  /**
   * Starts nginx, and waits until it listens.
   *
   * @param line the format of a line of the log
   * @param http more directives of the block {@code http}
   * @param server the locations of the server
   */
  public Nginx(Authority authority, String line, String http, String server) {
    try {
      Path configuration = directory.resolve("nginx.conf");
      Files.writeString(
          configuration,
          CONFIGURATION.formatted(directory, port, authority.serverFiles(), line, http, server));
      process =
          new ProcessBuilder(BINARY.toString(), "-p", directory + "/", "-c", configuration + "")
              .redirectErrorStream(true)
              .redirectOutput(output().toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    await("nginx to listen")
        .pollInterval(Duration.ofMillis(10))
        .ignoreException(ConnectException.class)
        .until(this::listens);
  }

  private boolean listens() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("nginx ended: " + Files.readString(output()));
    }
    new Socket(InetAddress.getLoopbackAddress(), port).close();
    return true;
  }

  private Path output() {
    return directory.resolve("output.log");
  }

  /** Returns whether this machine has nginx. */
  public static boolean isInstalled() {
    return Files.isExecutable(BINARY);
  }

  /** Returns the URL of the root. */
  public URI url() {
    return URI.create("https://127.0.0.1:" + port + "/");
  }

  public long pid() {
    return process.pid();
  }

  /** Returns the file with a line for each request, at the latest 100 ms after the request. */
  public Path log() {
    return directory.resolve("requests.log");
  }

  /** Ends nginx and waits until it has written its log. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
