package webhooks.it.harness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import webhooks.it.harness.Places;

/** What the product knows of names: a file of hosts, and nothing else. */
public final class Hosts {
  private final Path file = Places.freshDirectory("hosts").resolve("hosts");

  public Hosts() {
    say();
  }

  /** Has the product look names up here; Java keeps nothing of what it found. */
  public Product configure(Product product) {
    Path properties = file.resolveSibling("java.security");
    write(properties, "networkaddress.cache.ttl=0\nnetworkaddress.cache.negative.ttl=0\n");
    return product
        .withJava("-Djdk.net.hosts.file=" + file)
        .withJava("-Djava.security.properties=" + properties);
  }

  /**
   * Says from this moment on what names stand for.
   *
   * @param lines an address and a name each; of several with one name all count
   */
  public void say(String... lines) {
    Path next = file.resolveSibling("next");
    try {
      // The server wants to know this host's own name, too.
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
