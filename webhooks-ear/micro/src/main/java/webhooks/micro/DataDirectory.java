package webhooks.micro;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Stream;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The folder with everything that outlives the process, and the server's own folder, which does
 * not. Held by one process at a time.
 */
final class DataDirectory {
  private static final Logger LOG = Logger.getLogger(DataDirectory.class.getName());
  private static final String KEY = "webhooks.data.dir";
  private static final String LOCK = "lock";
  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final FileLock lock;

  private DataDirectory(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  static DataDirectory open(SettingReader reader) {
    Path path = reader.path(KEY).orElse(Path.of("webhooks-data")).toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        restrict(path);
      } else if (isPosix(path)) {
        secure(path);
      }
      FileLock lock =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
              .tryLock();
      if (lock != null) {
        return new DataDirectory(path, lock);
      }
    } catch (OverlappingFileLockException e) {
      // Said below: held by this very process.
    } catch (IOException e) {
      throw new InvalidSetting(KEY, "must be a folder that can be written to");
    }
    throw new InvalidSetting(KEY, "names a folder that another process is using");
  }

  Path path() {
    return path;
  }

  /** Makes an empty folder for the server; what an earlier process left there goes first. */
  Path freshServerDirectory() throws IOException {
    removeServerDirectory();
    Path directory = Files.createDirectory(serverDirectory());
    restrict(directory);
    return directory;
  }

  /**
   * Removes the server's folder.
   *
   * @return false if some of it is still there, as when the server was removing parts by itself
   */
  boolean removeServerDirectory() {
    removeTree(serverDirectory().toFile());
    return Files.notExists(serverDirectory());
  }

  private static void removeTree(File file) {
    File[] children = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
    if (children != null) {
      for (File child : children) {
        removeTree(child);
      }
    }
    file.delete();
  }

  boolean isHeld() {
    return lock.isValid();
  }

  private Path serverDirectory() {
    return path.resolve("server");
  }

  /**
   * Closes a folder that was made beforehand to all others: what the database and the broker write
   * can be read by whoever gets there. One that holds other things is not ours to close.
   */
  private static void secure(Path directory) throws IOException {
    if (!Files.getAttribute(directory, "unix:uid").equals((int) new UnixSystem().getUid())) {
      throw new InvalidSetting(
          KEY,
          "must be a folder of the user who runs this: name one inside it, which is made then");
    }
    if (OWNER_ALONE.containsAll(Files.getPosixFilePermissions(directory))) {
      return;
    }
    if (!isEmpty(directory) && Files.notExists(directory.resolve(LOCK))) {
      throw new InvalidSetting(
          KEY, "must be a folder of its own, or one that only its user can enter (mode 700)");
    }
    restrict(directory);
    LOG.warning("The data directory could be read by others; its mode is 700 now");
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private static void restrict(Path directory) throws IOException {
    if (isPosix(directory)) {
      Files.setPosixFilePermissions(directory, OWNER_ALONE);
    }
  }

  private static boolean isPosix(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
