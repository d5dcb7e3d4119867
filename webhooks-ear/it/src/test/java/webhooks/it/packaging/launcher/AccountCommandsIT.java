package webhooks.it.packaging.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Places;
import webhooks.it.harness.selection.OnMicro;

/** Runs the arguments of webhooks.jar that move accounts where nothing can be moved. */
@OnMicro
class AccountCommandsIT {
  private final Path directory = Places.freshDirectory("account-commands");

  @Test
  void accountCommandsNeedADatabaseWithTables() throws IOException {
    String data = "-Dwebhooks.data.dir=" + directory.resolve("none");

    for (String command :
        List.of("--export-account=a", "--import-account", "--release-account=a")) {
      JarRun refused = JarRun.without(directory, command, data);

      assertThat(refused.code()).as(command).isEqualTo(1);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.error())
          .isEqualToIgnoringNewLines(
              "The database has no tables of this version: start a node of this version once");
    }
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void exportNeedsAnAccount() {
    JarRun refused = JarRun.without(directory, "--export-account");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.error())
        .isEqualToIgnoringNewLines("Argument --export-account needs a value.");
  }
}
