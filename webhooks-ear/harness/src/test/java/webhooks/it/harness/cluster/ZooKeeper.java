package webhooks.it.harness.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import webhooks.it.harness.Places;
import webhooks.it.harness.server.Product;

/** Runs one ZooKeeper, which Artemis's distribution contains. Two brokers ask it who is active. */
final class ZooKeeper implements AutoCloseable {
  private final int port = Places.freePort();
  private final ForeignProcess process;

  /** Starts the process without waiting: clients connect again until it answers. */
  ZooKeeper(String name) {
    Path directory = Places.freshDirectory(name);
    Path configuration = directory.resolve("zoo.cfg");
    try {
      Files.writeString(
          configuration,
          """
          dataDir=%s
          clientPortAddress=127.0.0.1
          clientPort=%d
          tickTime=1000
          admin.enableServer=false
          """
              .formatted(directory, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process =
        new ForeignProcess(
                name,
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    Product.FIRST_COMPILER,
                    "-cp",
                    Places.given("webhooks.it.artemis").resolve("lib")
                        + "/*:"
                        + Places.given("webhooks.it.zookeeper")
                        + "/*",
                    "org.apache.zookeeper.server.ZooKeeperServerMain",
                    configuration.toString()))
            .start();
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.kill9();
  }
}
