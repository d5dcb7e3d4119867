package webhooks.it.packaging;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import webhooks.it.harness.Places;

/** The sources of the product, for tests that build them. */
final class Sources {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  /** Directories that no build reads. */
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", "webhooks-data");

  private Sources() {}

  /** Copies the sources to a new directory, without what earlier builds left. */
  static Path copyFor(String name) throws IOException {
    Path copy = Places.freshDirectory(name);
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (LEFT_OUT.contains(directory.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(copy.resolve(ROOT.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, copy.resolve(ROOT.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
    return copy;
  }
}
