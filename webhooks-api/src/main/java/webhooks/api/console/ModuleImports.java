package webhooks.api.console;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the modules that a module of the console needs before it runs. */
final class ModuleImports {
  /**
   * Matches an import or export of another file, also in a minified library. An import by a call,
   * {@code import('…')}, loads its module later, so it does not match.
   */
  private static final Pattern IMPORT =
      Pattern.compile(
          "(?:^|[;}])\\s*(?:import|export)\\b[^;'\"(]*?\\bfrom\\s*['\"](\\.[^'\"]+)['\"]",
          Pattern.MULTILINE);

  private ModuleImports() {}

  /**
   * Returns the names of all modules that one of these files imports, directly or by another
   * module, without the file itself.
   */
  static Set<String> of(Map<String, ConsoleFile> files, String start) {
    Set<String> found = new LinkedHashSet<>();
    found.add(start);
    add(files, start, found);
    found.remove(start);
    return found;
  }

  private static void add(Map<String, ConsoleFile> files, String name, Set<String> found) {
    Matcher imports = IMPORT.matcher(new String(files.get(name).content(), StandardCharsets.UTF_8));
    while (imports.find()) {
      String imported =
          Path.of(name).resolveSibling(imports.group(1)).normalize().toString().replace('\\', '/');
      if (files.containsKey(imported) && found.add(imported)) {
        add(files, imported, found);
      }
    }
  }
}
