package webhooks.api.console;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Holds the files of the console in memory, where they take some hundred kilobytes.
 *
 * <p>A hash of all files is a part of their path. So browsers may keep them for good, and a new
 * version of the product never runs with a file of the former one.
 */
final class ConsoleFiles {
  private static final String DIRECTORY = "/WEB-INF/console/";
  private static final String PAGE = "index.html";
  private static final String START = "app.js";

  /** Stands in the page for the links that let browsers load all its modules at once. */
  private static final String MODULES = "@modules@";

  private final Map<String, ConsoleFile> files = new TreeMap<>();
  private final String hash;

  private ConsoleFiles(ServletContext context) throws IOException {
    read(context, DIRECTORY);
    hash = ConsoleFile.hash(files.values());
  }

  /** Reads all files of the application. */
  static ConsoleFiles of(ServletContext context) throws IOException {
    return new ConsoleFiles(context);
  }

  private void read(ServletContext context, String directory) throws IOException {
    for (String path : context.getResourcePaths(directory)) {
      if (path.endsWith("/")) {
        read(context, path);
      } else {
        try (InputStream in = context.getResourceAsStream(path)) {
          String name = path.substring(DIRECTORY.length());
          files.put(name, ConsoleFile.of(name, in.readAllBytes()));
        }
      }
    }
  }

  /**
   * Returns the page, with placeholders for the settings of the installation. It names the modules
   * that its first module needs: otherwise a browser would find them one after the other, by the
   * imports of each loaded module.
   */
  byte[] page() {
    String links =
        ModuleImports.of(files, START).stream()
            .map(name -> "<link rel=\"modulepreload\" href=\"" + assets() + "/" + name + "\">")
            .collect(Collectors.joining("\n"));
    return new String(files.get(PAGE).content(), StandardCharsets.UTF_8)
        .replace(MODULES, links)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the path of the files, relative to the page. */
  String assets() {
    return "assets/" + hash;
  }

  /**
   * Returns the file at a path relative to the page, if there is one. Finds none for the hash of
   * another version, because its files may differ. Does not find the page itself.
   */
  Optional<ConsoleFile> find(String path) {
    String prefix = assets() + "/";
    return path.startsWith(prefix)
        ? Optional.ofNullable(files.get(path.substring(prefix.length())))
            .filter(file -> !file.name().equals(PAGE))
        : Optional.empty();
  }
}
