package webhooks.it.harness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the JDK that starts the product. */
public final class JavaHome {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  private JavaHome() {}

  /** Returns the JDK that {@code webhooks.it.java} names, or the JDK of this build. */
  public static Path ofProduct() {
    return Path.of(System.getProperty("webhooks.it.java", System.getProperty("java.home")));
  }

  /** Returns a JDK of this version: the product's, or one that is installed on this machine. */
  public static Optional<Path> ofVersion(int version) {
    return Stream.concat(Stream.of(ofProduct()), installed())
        .filter(home -> release(home).contains("JAVA_VERSION=\"" + version))
        .findFirst();
  }

  private static Stream<Path> installed() {
    if (!Files.isDirectory(INSTALLED)) {
      return Stream.empty();
    }
    try (Stream<Path> homes = Files.list(INSTALLED)) {
      return homes.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text of the JDK's file {@code release}, which names its version. */
  private static String release(Path home) {
    Path file = home.resolve("release");
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
