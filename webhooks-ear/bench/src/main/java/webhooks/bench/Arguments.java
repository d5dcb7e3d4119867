package webhooks.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of a run.
 *
 * @param scenarios the names of the scenarios to run
 * @param quick whether to run reduced forms
 * @param compared the two files to compare instead of a run
 */
record Arguments(List<String> scenarios, boolean quick, Optional<List<Path>> compared) {
  /**
   * Reads the arguments.
   *
   * @param known the names of all scenarios
   * @throws IllegalArgumentException if an argument is unknown or missing
   */
  static Arguments parse(List<String> arguments, Collection<String> known) {
    List<String> rest = new ArrayList<>(arguments);
    boolean quick = rest.remove("--quick");
    if (rest.remove("--compare")) {
      if (quick || rest.size() != 2) {
        throw new IllegalArgumentException("--compare needs two files");
      }
      return new Arguments(List.of(), false, Optional.of(rest.stream().map(Path::of).toList()));
    }
    if (rest.isEmpty()) {
      throw new IllegalArgumentException("Name a scenario, or all");
    }
    if (rest.equals(List.of("all"))) {
      return new Arguments(List.copyOf(known), quick, Optional.empty());
    }
    for (String scenario : rest) {
      if (!known.contains(scenario)) {
        throw new IllegalArgumentException("There is no scenario " + scenario);
      }
    }
    return new Arguments(List.copyOf(rest), quick, Optional.empty());
  }
}
