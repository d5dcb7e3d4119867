package webhooks.micro.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists the places that each jar of the server has. A place is a directory, or a file in {@code
 * META-INF}: most jars have this directory, so its name alone would not help.
 *
 * <p>As text, each jar is a line with {@code :} and its file name, and a line for each of its
 * places.
 */
final class JarIndex {
  /** The index inside webhooks.jar. */
  static final String RESOURCE = "/MICRO-INF/jars.index";

  /** Begins the line of a jar. */
  static final String JAR = ":";

  private static final String META_INF = "META-INF/";

  private final Map<String, List<String>> places = new HashMap<>();

  /** Reads the index of webhooks.jar. */
  static JarIndex read() {
    try (InputStream in = JarIndex.class.getResourceAsStream(RESOURCE)) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads an index as text. */
  static JarIndex read(InputStream in) throws IOException {
    JarIndex index = new JarIndex();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    List<String> ofJar = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(JAR)) {
        ofJar = new ArrayList<>();
        index.places.put(line.substring(JAR.length()), ofJar);
      } else {
        ofJar.add(line);
      }
    }
    return index;
  }

  /** Returns the places in a jar; empty if the index does not know it. */
  Optional<List<String>> placesIn(String jar) {
    return Optional.ofNullable(places.get(jar));
  }

  /** Returns the place of a file or directory: its directory, or its name in {@code META-INF}. */
  static String placeOf(String name) {
    int end = name.endsWith("/") ? name.length() - 1 : name.length();
    return name.startsWith(META_INF)
        ? name.substring(0, end)
        : name.substring(0, Math.max(0, name.lastIndexOf('/', end - 1)));
  }
}
