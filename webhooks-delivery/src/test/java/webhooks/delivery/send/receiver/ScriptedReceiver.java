package webhooks.delivery.send.receiver;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTPS server that answers each request by a script, and keeps the requests. */
public final class ScriptedReceiver implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String host;
  private final Script script;
  private final LoopbackServer server;

  /** Answers requests. */
  @FunctionalInterface
  public interface Script {
    /**
     * Returns an answer.
     *
     * @param number the number of the request, from 1
     * @param closing open until the server is closed
     */
    String answer(int number, CountDownLatch closing) throws Exception;
  }

  /** Starts a server with a certificate for a host. */
  public ScriptedReceiver(String host, Script script) throws IOException {
    this.host = host;
    this.script = script;
    this.server = new LoopbackServer(Certificates.of(host).getServerSocketFactory(), this::serve);
  }

  /** Starts a server at {@link Certificates#HOST}. */
  public ScriptedReceiver(Script script) throws IOException {
    this(Certificates.HOST, script);
  }

  /** Returns an answer with a body. */
  public static String answer(int status, String body) {
    return "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, body.getBytes(StandardCharsets.ISO_8859_1).length, body);
  }

  private void serve(Socket connection, CountDownLatch closing) throws Exception {
    InputStream in = connection.getInputStream();
    while (true) {
      String request = read(in);
      int number;
      synchronized (this) {
        requests.add(request);
        number = requests.size();
      }
      RawReceiver.write(connection.getOutputStream(), script.answer(number, closing));
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("The connection is closed");
      }
      request.append((char) next);
    }
    Matcher length = LENGTH.matcher(request);
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return request + new String(body, StandardCharsets.UTF_8);
  }

  /** Returns the URL of this server with a path. */
  public String url(String path) {
    return "https://" + host + ":" + server.port() + path;
  }

  /** Returns the requests, with their bodies, in their order. */
  public List<String> requests() {
    return requests;
  }

  /** Returns the values of the header {@code Authorization} of all requests. */
  public List<String> authorizations() {
    return requests.stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("Authorization: "))
        .map(line -> line.substring(15))
        .toList();
  }

  /** Returns the number of connections that were ever opened. */
  public int connections() {
    return server.connections();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
