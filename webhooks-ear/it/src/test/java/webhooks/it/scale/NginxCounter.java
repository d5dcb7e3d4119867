package webhooks.it.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.receiver.Nginx;

/** Counts events with nginx, whose log holds the id of each event. */
final class NginxCounter implements Counter {
  private final Nginx nginx;

  NginxCounter(Authority authority) {
    nginx = new Nginx(authority, "$http_webhook_id", "", "location / { return 204; }");
  }

  @Override
  public URI url() {
    return nginx.url();
  }

  @Override
  public int distinct() {
    Path log = nginx.log();
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
    nginx.close();
  }
}
