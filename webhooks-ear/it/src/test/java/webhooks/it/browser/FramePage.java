package webhooks.it.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server of another application, whose page shows a URL in a frame. */
final class FramePage implements AutoCloseable {
  private final HttpServer server;
  private volatile String shown = "about:blank";

  FramePage() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          byte[] page =
              ("<!DOCTYPE html><title>Another application</title><iframe src=\""
                      + shown
                      + "\" style=\"width:"
                      + " 1200px; height: 700px\"></iframe>")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Shows a URL in the frame from now on, and returns the address of the page. */
  String around(String url) {
    shown = url;
    return origin() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
