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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Stream;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The directory with all data that survives a restart, and inside it the server's working
 * directory, which does not. One process at a time holds its lock.
 */
final class DataDirectory {
  private static final Logger LOG = Logger.getLogger(DataDirectory.class.getName());
  private static final String KEY = "webhooks.data.dir";
  private static final String LOCK = "lock";

  /** The byte of the lock's file that the process which uses the directory has locked. */
  private static final long OWNER = 0;

  /**
   * The byte that the same process locks afterwards, to show checks that it runs. Former versions
   * lock the whole file.
   */
  private static final long MARK = 1;

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final FileLock lock;
  private final FileLock mark;

  private DataDirectory(Path path, FileLock lock, FileLock mark) {
    this.path = path;
    this.lock = lock;
    this.mark = mark;
  }

  static DataDirectory open(SettingReader reader) {
    Path path = path(reader);
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        restrict(path);
      } else if (isPosix(path)) {
        restrictExisting(path);
      }
      FileChannel file =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = file.tryLock(OWNER, 1, false);
      if (lock != null) {
        // Waits for a check, which may hold the mark for a moment.
        return new DataDirectory(path, lock, file.lock(MARK, 1, false));
      }
    } catch (OverlappingFileLockException e) {
      // This process holds the lock itself: reported below.
    } catch (IOException e) {
      throw new InvalidSetting(KEY, "must be a folder that can be written to");
    }
    throw new InvalidSetting(KEY, "names a folder that another process is using");
  }

  /**
   * Checks the directory without changing it, and returns a description.
   *
   * @throws InvalidSetting if a start could not use it
   */
  static String check(SettingReader reader) {
    Path path = path(reader);
    try {
      if (!Files.isDirectory(path)) {
        return check(path, existing(path));
      }
      if (isPosix(path)) {
        refuseIfOfOthers(path);
      }
      return check(path, path) + (isLocked(path) ? ", in use by a node that runs" : "");
    } catch (IOException e) {
      throw new InvalidSetting(KEY, "must be a folder that can be written to");
    }
  }

  private static String check(Path path, Path existing) {
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new InvalidSetting(KEY, "must be a folder that can be written to");
    }
    return path.equals(existing) ? path.toString() : path + ", which the first start creates";
  }

  /** Returns the nearest existing path at or above this one. */
  private static Path existing(Path path) {
    Path above = path;
    while (!Files.exists(above)) {
      above = above.getParent();
    }
    return above;
  }

  /** Returns whether a node runs with this directory. */
  static boolean isInUse(SettingReader reader) {
    try {
      return isLocked(path(reader));
    } catch (IOException e) {
      // The check of the directory reports it.
      return false;
    }
  }

  /** Tries to lock the mark only, so that a node that starts meanwhile finds the directory free. */
  private static boolean isLocked(Path directory) throws IOException {
    if (Files.notExists(directory.resolve(LOCK))) {
      return false;
    }
    try (FileChannel file = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.READ);
        FileLock lock = file.tryLock(MARK, 1, true)) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  static Path path(SettingReader reader) {
    return reader.path(KEY, "webhooks-data").toAbsolutePath().normalize();
  }

  Path path() {
    return path;
  }

  /** Creates an empty working directory for the server in place of an earlier one. */
  Path freshServerDirectory() throws IOException {
    List<File> earlier = tree(serverDirectory().toFile());
    Collections.reverse(earlier);
    earlier.forEach(File::delete);
    Path directory = Files.createDirectory(serverDirectory());
    restrict(directory);
    return directory;
  }

  /**
   * Has Java delete the server's working directory after all shutdown hooks have ended. What the
   * server writes from now on stays until the next start.
   */
  void removeServerDirectoryAtExit() {
    tree(serverDirectory().toFile()).forEach(File::deleteOnExit);
  }

  /** Returns a file and all files below it. Each directory comes before its files. */
  private static List<File> tree(File file) {
    List<File> tree = new ArrayList<>(List.of(file));
    File[] children = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
    if (children != null) {
      for (File child : children) {
        tree.addAll(tree(child));
      }
    }
    return tree;
  }

  /** Returns whether this process still holds both locks. */
  boolean isHeld() {
    return lock.isValid() && mark.isValid();
  }

  private Path serverDirectory() {
    return path.resolve("server");
  }

  /**
   * Restricts an existing directory to its owner, since the files of the database and the broker
   * are not restricted themselves. Refuses a directory with other contents instead of changing it.
   */
  private static void restrictExisting(Path directory) throws IOException {
    if (refuseIfOfOthers(directory)) {
      restrict(directory);
      LOG.warning("The data directory could be read by others; its mode is 700 now");
    }
  }

  /** Refuses a directory of another user. Returns whether the directory must be restricted. */
  private static boolean refuseIfOfOthers(Path directory) throws IOException {
    if (!Files.getAttribute(directory, "unix:uid").equals((int) new UnixSystem().getUid())) {
      throw new InvalidSetting(
          KEY,
          "must be a folder of the user who runs this: name a folder inside it, which is then created");
    }
    if (OWNER_ALONE.containsAll(Files.getPosixFilePermissions(directory))) {
      return false;
    }
    if (!isEmpty(directory) && Files.notExists(directory.resolve(LOCK))) {
      throw new InvalidSetting(
          KEY, "must be a folder of its own, or one that only its user can enter (mode 700)");
    }
    return true;
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
