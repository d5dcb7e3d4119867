package webhooks.it.packaging.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Places;

/** Tests how the packaging tests read archives. */
class ArchiveTest {
  @Test
  void readsNestedArchives() throws Exception {
    Path outer = Places.freshDirectory("archive").resolve("outer.ear");
    Files.write(
        outer, zip("lib/inner.war", zip("WEB-INF/deep.jar", zip("a/B.class", new byte[1]))));

    assertThat(Archive.paths(outer))
        .containsExactly(
            "lib/inner.war",
            "lib/inner.war!WEB-INF/deep.jar",
            "lib/inner.war!WEB-INF/deep.jar!a/B.class");
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return bytes.toByteArray();
  }
}
