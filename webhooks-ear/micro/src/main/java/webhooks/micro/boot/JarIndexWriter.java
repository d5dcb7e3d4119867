package webhooks.micro.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Writes the {@link JarIndex} of webhooks.jar, when it is built. */
public final class JarIndexWriter {
  /** The directory of the server's jars inside the jar of Payara Micro. */
  private static final String RUNTIME = "MICRO-INF/runtime/";

  /** Files for one version of Java and later ones, which a loader finds without this prefix. */
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.+)");

  private final Map<String, Set<String>> places = new LinkedHashMap<>();

  private JarIndexWriter() {}

  /**
   * Writes the index.
   *
   * @param arguments the file to write, the jar of Payara Micro, and a directory with more jars
   * @throws IOException if a file can't be read or written
   */
  public static void main(String[] arguments) throws IOException {
    JarIndexWriter writer = new JarIndexWriter();
    writer.addNested(Path.of(arguments[1]));
    writer.addAll(Path.of(arguments[2]));
    List<String> lines = new ArrayList<>();
    writer.places.forEach(
        (jar, found) -> {
          lines.add(JarIndex.JAR + jar);
          lines.addAll(found);
        });
    Files.write(Path.of(arguments[0]), lines);
  }

  private void addNested(Path server) throws IOException {
    try (ZipFile zip = new ZipFile(server.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.getName().startsWith(RUNTIME) && entry.getName().endsWith("ar")) {
          add(entry.getName().substring(RUNTIME.length()), zip.getInputStream(entry));
        }
      }
    }
  }

  private void addAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path jar : files.sorted().toList()) {
        add(jar.getFileName().toString(), Files.newInputStream(jar));
      }
    }
  }

  private void add(String jar, InputStream content) throws IOException {
    Set<String> found = new TreeSet<>();
    if (places.put(jar, found) != null) {
      throw new IOException("Two jars have the name " + jar);
    }
    try (ZipInputStream zip = new ZipInputStream(content)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        add(entry.getName(), found);
        Matcher versioned = VERSIONED.matcher(entry.getName());
        if (versioned.matches()) {
          add(versioned.group(1), found);
        }
      }
    }
  }

  /** Adds the place of a file, and the places of the directories that it is in. */
  private static void add(String name, Set<String> found) {
    found.add(JarIndex.placeOf(name));
    for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      found.add(JarIndex.placeOf(name.substring(0, end)));
    }
  }
}
