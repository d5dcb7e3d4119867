package webhooks.it.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files of the repository that its readers see. */
final class Pages {
  /** The root of the repository. */
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final List<String> SKIPPED = List.of("target", ".git", "node_modules");

  private Pages() {}

  /** Returns the pages in the root and, with all subfolders, in docs. */
  static List<Path> all() {
    return files(ROOT, 1, ROOT.resolve("docs"), 9)
        .filter(file -> hasName(file, ".*\\.md"))
        .toList();
  }

  /** Returns the files whose text may name a page: sources, scripts and configuration. */
  static List<Path> sources() {
    return files(ROOT, 20)
        .filter(file -> hasName(file, ".*\\.(java|xml|sh|service|example|yaml|js|cli|md)"))
        .toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasName(Path file, String pattern) {
    return file.getFileName().toString().matches(pattern);
  }

  private static Stream<Path> files(Path first, int depth, Path second, int depthOfSecond) {
    return Stream.concat(files(first, depth), files(second, depthOfSecond));
  }

  private static Stream<Path> files(Path directory, int depth) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList().stream()
          .filter(entry -> !SKIPPED.contains(entry.getFileName().toString()))
          .flatMap(
              entry ->
                  !Files.isDirectory(entry)
                      ? Stream.of(entry)
                      : depth > 1 ? files(entry, depth - 1) : Stream.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
