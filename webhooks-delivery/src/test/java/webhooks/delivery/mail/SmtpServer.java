package webhooks.delivery.mail;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server on this machine, which answers as a test says (RFC 5321, RFC 3207). */
final class SmtpServer implements Closeable {
  private static final String END = "\r\n";

  /** The commands that clients send, without the texts of mails. */
  final List<String> commands = new CopyOnWriteArrayList<>();

  /** The mails that the server took. */
  final List<String> mails = new CopyOnWriteArrayList<>();

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;
  private final Optional<SSLContext> startTls;
  private final Behaviour behaviour;

  /** How the server begins a dialogue. */
  enum Behaviour {
    NORMAL,
    SILENT,
    DRIPPING
  }

  private SmtpServer(Optional<SSLContext> startTls, Behaviour behaviour) {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    this.startTls = startTls;
    this.behaviour = behaviour;
    Thread thread = new Thread(this::accept, "SMTP server");
    thread.setDaemon(true);
    thread.start();
  }

  static SmtpServer start() {
    return new SmtpServer(Optional.empty(), Behaviour.NORMAL);
  }

  static SmtpServer withStartTls(SSLContext identity) {
    return new SmtpServer(Optional.of(identity), Behaviour.NORMAL);
  }

  static SmtpServer that(Behaviour behaviour) {
    return new SmtpServer(Optional.empty(), behaviour);
  }

  /** Answers a command otherwise than with success. */
  SmtpServer answer(String command, String answer) {
    answers.put(command, answer);
    return this;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        Thread thread = new Thread(() -> serve(socket), "SMTP dialogue");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try {
      if (behaviour == Behaviour.SILENT) {
        return;
      }
      if (behaviour == Behaviour.DRIPPING) {
        drip(socket);
      }
      say(socket, "220 test");
      talk(socket);
      socket.close();
    } catch (IOException | InterruptedException e) {
      // The client has closed the connection.
    }
  }

  /** Begins an answer that never ends. */
  private static void drip(Socket socket) throws IOException, InterruptedException {
    while (true) {
      socket.getOutputStream().write("220-x\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      Thread.sleep(50);
    }
  }

  private void talk(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      commands.add(line);
      String verb = line.split(" ")[0].toUpperCase(java.util.Locale.ROOT);
      if (answers.containsKey(verb)) {
        say(socket, answers.get(verb));
      } else if (verb.equals("STARTTLS")) {
        say(socket, "220 go ahead");
        talk(secured(socket));
        return;
      } else if (verb.equals("DATA")) {
        say(socket, "354 go ahead");
        mails.add(data(in));
        say(socket, answers.getOrDefault(".", "250 ok"));
      } else {
        say(socket, verb.equals("EHLO") ? capabilities(socket) : success(verb));
      }
      if (verb.equals("QUIT")) {
        return;
      }
    }
  }

  private static String success(String verb) {
    return switch (verb) {
      case "AUTH" -> "235 ok";
      case "QUIT" -> "221 bye";
      default -> "250 ok";
    };
  }

  private String capabilities(Socket socket) {
    String tls = startTls.isPresent() && !(socket instanceof SSLSocket) ? "250-STARTTLS\r\n" : "";
    return "250-test\r\n" + tls + "250 AUTH PLAIN";
  }

  private SSLSocket secured(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket) startTls.orElseThrow().getSocketFactory().createSocket(socket, null, 0, true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private static String data(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); !line.equals("."); line = in.readLine()) {
      mail.append(line.startsWith("..") ? line.substring(1) : line).append(END);
    }
    return mail.toString();
  }

  private static void say(Socket socket, String answer) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((answer + END).getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
