package webhooks.micro;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Loads the classes of the application and of the broker, for commands that need no server.
 *
 * <p>Java can't load classes from an archive inside webhooks.jar, so the archives are copied to a
 * temporary directory.
 */
final class ApplicationClasses implements Closeable {
  private static final String APPLICATION = "MICRO-INF/deploy/webhooks.war";
  private static final String BROKER = "MICRO-INF/deploy/webhooks-broker.rar";
  private static final String CLASSES = "WEB-INF/classes/";

  /** The libraries of the product, and the jars of the server that its classes need. */
  private static final Pattern LIBRARIES =
      Pattern.compile(
          "MICRO-INF/lib/[^/]+\\.jar"
              + "|MICRO-INF/runtime/(jakarta\\.[^/]*(api[^/]*|json)|h2|microprofile-config-api|angus-[a-z]+)\\.jar");

  private final Path directory;
  private final List<URL> urls = new ArrayList<>();
  private final URLClassLoader loader;

  private ApplicationClasses(Path directory, ZipFile jar) throws IOException {
    this.directory = directory;
    Path classes = Files.createDirectory(directory.resolve("classes"));
    urls.add(classes.toUri().toURL());
    unpack(jar, APPLICATION, classes);
    unpack(jar, BROKER, classes);
    Enumeration<? extends ZipEntry> entries = jar.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      if (LIBRARIES.matcher(entry.getName()).matches()) {
        try (InputStream content = jar.getInputStream(entry)) {
          addLibrary(entry.getName(), content);
        }
      }
    }
    loader = new URLClassLoader(urls.toArray(URL[]::new), getClass().getClassLoader());
  }

  /** Copies the archives. {@link #close} deletes the copies. */
  static ApplicationClasses unpack() throws IOException {
    Path directory = Files.createTempDirectory("webhooks-");
    try (ZipFile jar = new ZipFile(ownJar().toFile())) {
      return new ApplicationClasses(directory, jar);
    } catch (IOException | RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  private static Path ownJar() throws IOException {
    try {
      return Path.of(
          ApplicationClasses.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  ClassLoader loader() {
    return loader;
  }

  private void unpack(ZipFile jar, String archive, Path classes) throws IOException {
    try (ZipInputStream content = new ZipInputStream(jar.getInputStream(jar.getEntry(archive)))) {
      for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(".jar")) {
          addLibrary(name, content);
        } else if (name.startsWith(CLASSES) && !entry.isDirectory()) {
          Path file = classes.resolve(name.substring(CLASSES.length()));
          Files.createDirectories(file.getParent());
          Files.copy(content, file);
        }
      }
    }
  }

  private void addLibrary(String name, InputStream content) throws IOException {
    Path file = directory.resolve(urls.size() + "-" + name.substring(name.lastIndexOf('/') + 1));
    Files.copy(content, file);
    urls.add(file.toUri().toURL());
  }

  @Override
  public void close() throws IOException {
    loader.close();
    delete(directory);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
