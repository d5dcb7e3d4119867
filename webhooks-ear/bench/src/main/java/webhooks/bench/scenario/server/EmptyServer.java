package webhooks.bench.scenario.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import webhooks.it.harness.Places;

/** Names the arguments of a Payara Micro without the product. */
final class EmptyServer {
  /** Keeps the server on this machine, as the product is. */
  private static final String LOCAL =
      """
      set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1
      set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
      """;

  /** Names as text: the classes extend types that only the server has. */
  private static final List<String> APPLICATION =
      List.of("AnswerApplication.class", "AnswerResource.class");

  private EmptyServer() {}

  /** Returns the arguments of Java that start the server without an application. */
  static List<String> arguments() {
    return List.of(
        "-jar",
        Places.shipped("webhooks.bench.payara-micro").toString(),
        "--nocluster",
        "--nohazelcast",
        "--prebootcommandfile",
        write("pre-boot", LOCAL).toString());
  }

  /** Returns the arguments that deploy {@link AnswerApplication}. */
  static List<String> application() {
    return List.of("--deploy", war().toString(), "--contextroot", "/");
  }

  /** Returns whether the server's log says that it has started. */
  static boolean isReady(int port, Path log) {
    // It has no health checks without an application.
    return Places.textOf(log).contains(" ready in ");
  }

  private static Path write(String name, String text) {
    try {
      return Files.writeString(Places.freshDirectory("empty-server").resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path war() {
    Path war = Places.freshDirectory("empty-server-application").resolve("answers.war");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(war))) {
      for (String type : APPLICATION) {
        String folder = EmptyServer.class.getPackageName().replace('.', '/');
        out.putNextEntry(new ZipEntry("WEB-INF/classes/" + folder + "/" + type));
        try (InputStream in = EmptyServer.class.getResourceAsStream(type)) {
          in.transferTo(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return war;
  }
}
