package webhooks.domain.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database that is open while the tests of a class run, those nested in it included. */
public final class OpenDatabase implements BeforeAllCallback {
  private final Supplier<TestDatabase> opening;
  private TestDatabase database;

  private OpenDatabase(Supplier<TestDatabase> opening) {
    this.opening = opening;
  }

  /** The embedded database. */
  public static OpenDatabase h2() {
    return new OpenDatabase(
        () -> {
          try {
            return TestDatabase.h2(
                Files.createTempDirectory(Path.of("target").toAbsolutePath(), "h2-"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** PostgreSQL. */
  public static OpenDatabase postgres() {
    return new OpenDatabase(TestDatabase::postgres);
  }

  /** Returns the database. */
  public TestDatabase get() {
    return database;
  }

  /** Opens it for the outermost class, with whose tests it is closed. */
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getStore(ExtensionContext.Namespace.create(OpenDatabase.class, this))
        .getOrComputeIfAbsent("open", unused -> database = opening.get());
  }
}
