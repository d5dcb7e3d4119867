package webhooks.it.harness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the TCP sockets of a process from {@code /proc}. */
public final class Sockets {
  private static final String LISTEN = "0A";
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Sockets() {}

  /** Returns each address and port that the process listens at. */
  public static List<String> listening(long pid) {
    return rows(pid)
        .filter(columns -> columns[STATE].equals(LISTEN))
        .map(columns -> address(columns[1]))
        .toList();
  }

  /** Returns the remote address and port of each connection of the process. */
  public static List<String> connected(long pid) {
    return rows(pid)
        .filter(columns -> !columns[STATE].equals(LISTEN))
        .map(columns -> address(columns[2]))
        .toList();
  }

  private static Stream<String[]> rows(long pid) {
    Set<String> sockets = sockets(pid);
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(Path.of("/proc", Long.toString(pid), "net", table)).stream())
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> sockets.contains(columns[INODE]));
  }

  private static Set<String> sockets(long pid) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return descriptors
          .map(Sockets::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      // The socket was closed after it was listed.
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path table) {
    try {
      List<String> lines = Files.readAllLines(table);
      return lines.subList(1, lines.size());
    } catch (NoSuchFileException e) {
      // A machine without IPv6 has no such table.
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads {@code 0100007F:1F90}: words of four bytes in little-endian order. */
  private static String address(String hex) {
    String[] parts = hex.split(":");
    byte[] bytes = new byte[parts[0].length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int at = (i / 4 * 4 + 3 - i % 4) * 2;
      bytes[i] = (byte) Integer.parseInt(parts[0].substring(at, at + 2), 16);
    }
    try {
      // An IPv4 address mapped into IPv6 becomes IPv4 again.
      String host = InetAddress.getByAddress(bytes).getHostAddress();
      return host + ":" + Integer.parseInt(parts[1], 16);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
