package webhooks.it.packaging.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads all files of an archive, including those of nested archives. */
public final class Archive {
  /**
   * A file in the archive.
   *
   * @param path the path from the outermost archive, with {@code !} after each nested archive
   */
  public record Entry(String path, byte[] bytes) {
    /** Returns the name without its folders. */
    public String name() {
      return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1);
    }
  }

  /** Visits one file after the other, because all of them do not fit into memory. */
  public interface Visitor {
    /** Visits a file. */
    void visit(Entry entry);
  }

  private Archive() {}

  /** Shows the visitor each file of the archive. */
  public static void visit(Path archive, Visitor visitor) {
    try (InputStream in = Files.newInputStream(archive)) {
      visit("", in, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the paths of all files. */
  public static List<String> paths(Path archive) {
    List<String> paths = new ArrayList<>();
    visit(archive, entry -> paths.add(entry.path()));
    return paths;
  }

  private static void visit(String prefix, InputStream in, Visitor visitor) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry next = zip.getNextEntry(); next != null; next = zip.getNextEntry()) {
      if (!next.isDirectory()) {
        Entry entry = new Entry(prefix + next.getName(), zip.readAllBytes());
        visitor.visit(entry);
        if (entry.path().matches("(?s).*\\.(jar|war|rar|ear|zip)")) {
          visit(entry.path() + "!", new ByteArrayInputStream(entry.bytes()), visitor);
        }
      }
    }
  }
}
