package webhooks.it.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Searches files for thousands of texts at once. */
final class ByteSearch {
  /** The number of bytes of a text's beginning that are its key. */
  private static final int KEY = Long.BYTES;

  private static final int HASHES = 1 << 20;

  private final Map<Long, List<byte[]>> byKey = new HashMap<>();
  private final BitSet hashes = new BitSet(HASHES);

  /** Prepares a search for texts of at least 8 bytes. */
  ByteSearch(Collection<String> texts) {
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      long key = ByteBuffer.wrap(bytes).getLong();
      byKey.computeIfAbsent(key, unused -> new ArrayList<>()).add(bytes);
      hashes.set(hash(key));
    }
  }

  /** Returns the files under a directory that contain any of the texts. */
  List<Path> in(Path directory) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && containsAny(contents(file))) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  boolean containsAny(byte[] bytes) {
    long key = 0;
    for (int i = 0; i < bytes.length; i++) {
      key = key << 8 | bytes[i] & 0xff;
      if (i >= KEY - 1 && hashes.get(hash(key)) && matchesAt(bytes, i - KEY + 1, key)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesAt(byte[] bytes, int start, long key) {
    return byKey.getOrDefault(key, List.of()).stream()
        .anyMatch(
            text ->
                start + text.length <= bytes.length
                    && Arrays.equals(bytes, start, start + text.length, text, 0, text.length));
  }

  private static int hash(long key) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> 44);
  }

  private static byte[] contents(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      // The server deleted the file after it was listed.
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
