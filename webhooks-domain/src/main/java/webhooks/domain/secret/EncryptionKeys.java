package webhooks.domain.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.Dialect;
import webhooks.domain.settings.Settings;
import webhooks.settings.InvalidSetting;

/**
 * Reads the encryption keys from the settings, or from the data directory of an embedded database.
 */
final class EncryptionKeys {
  private static final Logger LOG = Logger.getLogger(EncryptionKeys.class.getName());
  private static final String KEY = "webhooks.encryption.key";
  private static final String FILE = "encryption.key";
  private static final String PREVIOUS_KEYS = "webhooks.encryption.previous-keys";

  private EncryptionKeys() {}

  /**
   * Returns the current key, then the previous ones. With an embedded database, the current key may
   * be in a file of the data directory instead of the settings. The file is created if it is
   * missing.
   *
   * @param dialect the database; an embedded one is in the data directory too, so a key there is as
   *     safe as the data, and is lost only together with them
   * @throws InvalidSetting if there is no key, or one that is not valid
   */
  static List<EncryptionKey> of(Settings settings, Dialect dialect) {
    List<EncryptionKey> keys = new ArrayList<>();
    settings.encryption().key().map(key -> EncryptionKey.of(KEY, key)).ifPresent(keys::add);
    if (keys.isEmpty()) {
      if (!dialect.isEmbedded()) {
        throw new InvalidSetting(
            KEY,
            "must be set with this database: the base64 of 32 bytes (openssl rand -base64 32)");
      }
      keys.add(readOrCreate(settings.dataDirectory()));
    }
    settings.encryption().previousKeys().stream()
        .map(key -> EncryptionKey.of(PREVIOUS_KEYS, key))
        .forEach(keys::add);
    return keys;
  }

  /** Returns whether the start would create the key. */
  static boolean isCreatedByStart(Settings settings, Dialect dialect) {
    return dialect.isEmbedded()
        && settings.encryption().key().isEmpty()
        && !Files.exists(settings.dataDirectory().resolve(FILE));
  }

  private static EncryptionKey readOrCreate(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      Files.createDirectories(directory);
      if (!Files.exists(file)) {
        writeNew(file);
      }
      warnIfOthersCanRead(file);
      return EncryptionKey.of(KEY + " in " + file, Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read or write the encryption key in " + file, e);
    }
  }

  /** Logs a warning if other users can read the file. Follows a symbolic link. */
  private static void warnIfOthersCanRead(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.GROUP_READ)
        || permissions.contains(PosixFilePermission.OTHERS_READ)) {
      LOG.log(
          Level.WARNING,
          "Other users can read the encryption key in {0}: set mode 600, and replace the key if"
              + " they may have read it",
          file);
    }
  }

  private static void writeNew(Path file) throws IOException {
    byte[] key = new byte[EncryptionKey.LENGTH_IN_BYTES];
    new SecureRandom().nextBytes(key);
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    // The file is written under another name and then moved, so that a crash leaves no half key.
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (var channel =
        Files.newByteChannel(
            draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
      channel.write(ByteBuffer.wrap(Base64.getEncoder().encode(key)));
    } catch (FileAlreadyExistsException e) {
      throw new IOException("Two processes use the same data directory", e);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
