package webhooks.dev.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;

/** Files with the inbox's certificate and key, which are created at every start. */
record InboxCertificate(Path certificate, Path key) {

  static InboxCertificate create(Path dataDirectory) throws IOException {
    HeldCertificate held =
        new HeldCertificate.Builder()
            .commonName("Webhooks development inbox")
            .addSubjectAlternativeName("127.0.0.1")
            .addSubjectAlternativeName("localhost")
            .duration(30, TimeUnit.DAYS)
            .ecdsa256()
            .build();
    Path directory = Files.createDirectories(dataDirectory);
    setMode(directory, "rwx------");
    InboxCertificate files =
        new InboxCertificate(
            directory.resolve("inbox-certificate.pem"), directory.resolve("inbox-key.pem"));
    write(files.certificate(), held.certificatePem());
    write(files.key(), held.privateKeyPkcs8Pem());
    return files;
  }

  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file);
    setMode(file, "rw-------");
    Files.writeString(file, text);
  }

  private static void setMode(Path path, String mode) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
  }
}
