package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Command;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;

/**
 * Builds a copy of the sources by the earliest Maven that the documents name. Debian 12 and Ubuntu
 * 24.04 have 3.8.7.
 */
@OnMicro
@OnPostgres
class EarliestMavenIT {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path MAVEN = Path.of(System.getProperty("webhooks.it.maven.earliest"));

  /** The short form stops after the rules that refuse an earlier Maven. */
  @Test
  void buildsTheProduct() throws IOException {
    Path sources = Sources.copyFor("earliest-maven");

    Command.run(
        "earliest-maven",
        sources,
        List.of(
            MAVEN.resolve("bin/mvn").toString(),
            "-B",
            "-Pquickstart",
            "-Dmaven.repo.local=" + System.getProperty("webhooks.it.repository"),
            Extent.isLong() ? "package" : "validate"));

    assertThat(Files.exists(sources.resolve("webhooks-ear/micro/target/webhooks.jar")))
        .isEqualTo(Extent.isLong());
  }

  @Test
  void isTheOneThatTheDocumentsName() throws IOException {
    String version = MAVEN.getFileName().toString().replace("apache-maven-", "");

    for (String page : List.of("README.md", "CONTRIBUTING.md")) {
      assertThat(Files.readString(ROOT.resolve(page)))
          .as(page)
          .contains("Maven " + version + " or later");
    }
  }
}
