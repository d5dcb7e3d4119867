package webhooks.micro;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder with everything that outlives the process, and the server's own folder, which does
 * not. Held by one process at a time.
 */
final class DataDirectory {
  private static final String KEY = "webhooks.data.dir";

  private final Path path;
  private final FileLock lock;

  private DataDirectory(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  static DataDirectory open(SettingSource source) {
    Path path = path(source.text(KEY).orElse("webhooks-data"));
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        restrict(path);
      }
      FileLock lock =
          FileChannel.open(
                  path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
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

  private static void restrict(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new InvalidSetting(KEY, "must be a path");
    }
  }
}
