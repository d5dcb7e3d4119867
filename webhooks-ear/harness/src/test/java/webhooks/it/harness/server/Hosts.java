package webhooks.it.harness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import webhooks.it.harness.Places;

/** Resolves names for the product from a hosts file only. */
public final class Hosts {
  private final Path file = Places.freshDirectory("hosts").resolve("hosts");

  public Hosts() {
    define();
  }

  /** Makes the product use this hosts file, without a cache of names. */
  public Product configure(Product product) {
    return configure(product, 0);
  }

  /** Makes the product use this hosts file, and look up a name again after so many seconds. */
  public Product configure(Product product, int seconds) {
    Path properties = file.resolveSibling("java.security");
    write(
        properties,
        "networkaddress.cache.ttl=" + seconds + "\nnetworkaddress.cache.negative.ttl=0\n");
    return product
        .withJava("-Djdk.net.hosts.file=" + file)
        .withJava("-Djava.security.properties=" + properties);
  }

  /**
   * Replaces all names from now on.
   *
   * @param lines each an address and a name; a name may have several lines
   */
  public void define(String... lines) {
    Path next = file.resolveSibling("next");
    try {
      // The server also resolves this host's name.
      String self = InetAddress.getLocalHost().getHostName();
      write(next, "127.0.0.1 localhost " + self + "\n" + String.join("\n", lines) + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
