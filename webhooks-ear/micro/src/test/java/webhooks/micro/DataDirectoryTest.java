package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path parent;

  @Test
  void isForItsOwnerAlone() throws IOException {
    DataDirectory data = open("data");

    assertThat(Files.getPosixFilePermissions(data.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void isHeldByOneProcessAtATime() {
    assertThat(open("data").isHeld()).isTrue();

    assertThatThrownBy(() -> open("data"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting webhooks.data.dir names a folder that another process is using.");
  }

  @Test
  void refusesAFile() throws IOException {
    Files.createFile(parent.resolve("file"));

    assertThatThrownBy(() -> open("file")).isInstanceOf(InvalidSetting.class);
  }

  @Test
  void clearsAwayWhatAnEarlierServerLeft() throws IOException {
    DataDirectory data = open("data");
    Path left = Files.createDirectories(data.path().resolve("server/config")).resolve("x");
    Files.writeString(left, "left by a crash");

    Path fresh = data.freshServerDirectory();

    assertThat(fresh).isEmptyDirectory().isEqualTo(data.path().resolve("server"));
    data.removeServerDirectory();
    assertThat(fresh).doesNotExist();
    assertThat(data.path()).exists();
  }

  private DataDirectory open(String name) {
    Map<String, String> properties = Map.of("webhooks.data.dir", parent.resolve(name).toString());
    return DataDirectory.open(new SettingSource(Map.of(), properties::get, key -> null));
  }
}
