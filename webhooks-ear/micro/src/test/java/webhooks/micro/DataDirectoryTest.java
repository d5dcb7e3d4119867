package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

class DataDirectoryTest {
  @TempDir Path parent;

  @Test
  void createsADirectoryForItsOwnerOnly() throws IOException {
    DataDirectory data = open("data");

    assertThat(Files.getPosixFilePermissions(data.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void checkChangesNothing() throws IOException {
    Path made = folder("data", "rwxr-xr-x");

    assertThat(DataDirectory.check(reader("data"))).isEqualTo(made.toString());
    assertThat(DataDirectory.check(reader("none/data")))
        .isEqualTo(parent.resolve("none/data") + ", which the first start creates");

    assertThat(mode(made)).isEqualTo("rwxr-xr-x");
    assertThat(parent).isDirectoryNotContaining("glob:**/none");
    assertThat(made).isEmptyDirectory();
  }

  @Test
  void checkTellsThatANodeRuns() {
    DataDirectory held = open("data");

    assertThat(DataDirectory.check(reader("data")))
        .isEqualTo(held.path() + ", in use by a node that runs");
  }

  /** A check that took the lock of a start would refuse a node that starts meanwhile. */
  @Test
  void checkLeavesTheLockOfAStartAlone() throws IOException {
    Path made = folder("data", "rwx------");
    Path file = made.resolve("lock");
    try (FileChannel starting =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = starting.lock(0, 1, false)) {
      assertThat(DataDirectory.check(reader("data"))).isEqualTo(made.toString());
      assertThat(lock.isValid()).isTrue();
    }
  }

  /** Former versions lock the whole file. */
  @Test
  void findsTheNodeOfAFormerVersion() throws IOException {
    Path made = folder("data", "rwx------");
    Path file = made.resolve("lock");
    try (FileChannel former =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = former.lock()) {
      assertThat(DataDirectory.check(reader("data"))).endsWith(", in use by a node that runs");
      assertThatThrownBy(() -> open("data"))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining("another process is using");
      assertThat(lock.isValid()).isTrue();
    }
  }

  @Test
  void checkRefusesWhatAStartRefuses() throws IOException {
    Files.createFile(folder("shared", "rwxrwxrwx").resolve("other-file"));

    assertThatThrownBy(() -> DataDirectory.check(reader("shared")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("must be a folder of its own");
  }

  @Test
  void restrictsAnEmptyDirectory() throws IOException {
    Path made = folder("data", "rwxr-xr-x");

    open("data");

    assertThat(mode(made)).isEqualTo("rwx------");
  }

  @Test
  void restrictsTheDirectoryOfAnEarlierStart() throws IOException {
    Path made = folder("data", "rwxr-x---");
    Files.createFile(made.resolve("lock"));
    Files.createFile(made.resolve("database.mv.db"));

    open("data");

    assertThat(mode(made)).isEqualTo("rwx------");
  }

  @Test
  void refusesASharedDirectoryWithOtherFiles() throws IOException {
    Path shared = folder("shared", "rwxrwxrwx");
    Files.createFile(shared.resolve("other-file"));

    assertThatThrownBy(() -> open("shared"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "Setting webhooks.data.dir must be a folder of its own, or one that only its user can"
                + " enter (mode 700).");
    assertThat(mode(shared)).isEqualTo("rwxrwxrwx");
    assertThat(shared.resolve("lock")).doesNotExist();
  }

  @Test
  void acceptsAPrivateDirectoryWithOtherFiles() throws IOException {
    Path made = folder("data", "rwx------");
    Files.createFile(made.resolve("lost+found"));

    assertThat(open("data").isHeld()).isTrue();
  }

  @Test
  void refusesADirectoryOfAnotherUser() throws IOException {
    Path theirs = Path.of("/usr");
    if (Files.getOwner(parent).equals(Files.getOwner(theirs))) {
      theirs = folder("theirs", "rwx------");
      Files.setAttribute(theirs, "unix:uid", 65534);
    }
    String path = theirs.toString();

    assertThatThrownBy(() -> open(path))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("must be a folder of the user who runs this");
  }

  @Test
  void refusesADirectoryThatIsInUse() {
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
  void removesFilesOfAnEarlierServer() throws IOException {
    DataDirectory data = open("data");
    Path left = Files.createDirectories(data.path().resolve("server/config")).resolve("x");
    Files.writeString(left, "left by a crash");

    Path fresh = data.freshServerDirectory();

    assertThat(fresh).isEmptyDirectory().isEqualTo(data.path().resolve("server"));
  }

  private Path folder(String name, String mode) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(name));
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }

  private DataDirectory open(String name) {
    return DataDirectory.open(reader(name));
  }

  private SettingReader reader(String name) {
    Map<String, String> properties = Map.of("webhooks.data.dir", parent.resolve(name).toString());
    return new SettingReader(List.of(properties::get));
  }
}
