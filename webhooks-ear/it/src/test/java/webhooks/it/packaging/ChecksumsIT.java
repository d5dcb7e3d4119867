package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;

/** Maven 3.9 and later accept no artifact that is not the recorded one; earlier ones don't look. */
@OnMicro
@OnPostgres
class ChecksumsIT {
  private static final String NAME = "checksums";

  private Path sources;

  @BeforeEach
  void copySources() throws IOException {
    assumeThat(System.getProperty("webhooks.it.maven.version")).isGreaterThanOrEqualTo("3.9");
    sources = Sources.copyFor(NAME);
  }

  @Test
  void acceptsRecordedArtifacts() {
    validate();
  }

  @Test
  void refusesAnotherArtifact() throws IOException {
    Path recorded = sources.resolve(".mvn/checksums/checksums.sha256");
    String text = Files.readString(recorded);
    String other = text.replaceAll("(?m)^[0-9a-f]{64}(?=  org/junit/junit-bom/)", "0".repeat(64));
    assertThat(other).isNotEqualTo(text);
    Files.writeString(recorded, other);

    assertThatThrownBy(this::validate).isInstanceOf(IllegalStateException.class);
    assertThat(Places.textOf(Places.log(NAME)))
        .contains("org.junit:junit-bom", "trusted checksum mismatch");
  }

  private void validate() {
    Command.run(
        NAME,
        sources,
        List.of(
            Path.of(System.getProperty("webhooks.it.maven.home"), "bin/mvn").toString(),
            "-B",
            "-Dmaven.repo.local=" + System.getProperty("webhooks.it.repository"),
            "validate"));
  }
}
