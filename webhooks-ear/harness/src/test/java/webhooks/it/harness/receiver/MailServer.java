package webhooks.it.harness.receiver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server on this host that takes mails only after STARTTLS (RFC 5321, RFC 3207) and a login,
 * and keeps them.
 */
public final class MailServer implements AutoCloseable {
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final SSLContext identity;
  private final ServerSocket listener;
  private volatile boolean hangs;
  private volatile boolean refuses;

  /** Starts a server that shows a certificate of the authority. */
  public MailServer(Authority authority) {
    identity = authority.server();
    try {
      listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "mail server");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Returns the mails, the oldest first, as they were sent. */
  public List<String> mails() {
    return List.copyOf(mails);
  }

  /** Lets each dialogue hang, from the greeting on. */
  public void hang(boolean whether) {
    hangs = whether;
  }

  /** Refuses each recipient for now. */
  public void refuse(boolean whether) {
    refuses = whether;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The server was closed.
    }
  }

  private void serve(Socket socket) {
    if (hangs) {
      return;
    }
    try (socket) {
      say(socket, "220 mail.test");
      talk(socket, false);
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  private void talk(Socket socket, boolean loggedIn) throws IOException {
    boolean known = loggedIn;
    boolean secure = socket instanceof SSLSocket;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String verb = line.split(" ")[0].toUpperCase(Locale.ROOT);
      switch (verb) {
        case "EHLO" -> say(socket, "250-mail.test\r\n250 " + (secure ? "AUTH PLAIN" : "STARTTLS"));
        case "STARTTLS" -> {
          say(socket, "220 ready");
          talk(secured(socket), false);
          return;
        }
        case "AUTH" -> {
          known = secure;
          say(socket, known ? "235 welcome" : "538 encrypt first");
        }
        case "RCPT" -> say(socket, known && !refuses ? "250 ok" : "450 not now");
        case "DATA" -> {
          say(socket, "354 send it");
          mails.add(data(in));
          say(socket, "250 taken");
        }
        case "QUIT" -> {
          say(socket, "221 bye");
          return;
        }
        default -> say(socket, known ? "250 ok" : "530 log in first");
      }
    }
  }

  private SSLSocket secured(Socket socket) throws IOException {
    SSLSocket secure = (SSLSocket) identity.getSocketFactory().createSocket(socket, null, 0, true);
    secure.setUseClientMode(false);
    return secure;
  }

  private static String data(BufferedReader in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = in.readLine(); !line.equals("."); line = in.readLine()) {
      lines.add(line.startsWith(".") ? line.substring(1) : line);
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  private static void say(Socket socket, String answer) throws IOException {
    socket.getOutputStream().write((answer + "\r\n").getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
