package webhooks.delivery.send.receiver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that opens tunnels, or refuses to. */
public final class ConnectProxy implements AutoCloseable {
  private static final String OPENED = "HTTP/1.1 200 Connection established\r\n\r\n";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> headers = new CopyOnWriteArrayList<>();
  private final LoopbackServer server;
  private volatile String answer = OPENED;
  private volatile int tunnelPort;

  /** Starts a proxy that opens tunnels. */
  public ConnectProxy() throws IOException {
    server = new LoopbackServer((client, closing) -> serve(client));
  }

  /** Returns the port that the proxy listens on. */
  public int port() {
    return server.port();
  }

  /** Answers all further requests with this text instead of opening a tunnel. */
  public void refuseWith(String refusal) {
    answer = refusal;
  }

  /** Opens all further tunnels to this port, whichever is requested. */
  public void tunnelTo(int port) {
    tunnelPort = port;
  }

  /** Returns the request lines, the oldest first. */
  public List<String> requests() {
    return requests;
  }

  /** Returns all lines of the requests that are not empty. */
  public List<String> headers() {
    return headers;
  }

  private void serve(Socket client) throws IOException, InterruptedException {
    String request = read(client);
    requests.add(request);
    if (!answer.equals(OPENED)) {
      write(client, answer);
      return;
    }
    String[] target = request.split(" ")[1].split(":");
    try (Socket receiver = new Socket(target[0], portOf(target[1]))) {
      write(client, OPENED);
      Thread back = new Thread(() -> copy(receiver, client));
      back.start();
      copy(client, receiver);
      back.join();
    } catch (ConnectException e) {
      write(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    }
  }

  private int portOf(String requested) {
    return tunnelPort == 0 ? Integer.parseInt(requested) : tunnelPort;
  }

  private static void write(Socket client, String answer) throws IOException {
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  private String read(Socket client) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
    String request = reader.readLine();
    String line = request;
    while (line != null && !line.isEmpty()) {
      headers.add(line);
      line = reader.readLine();
    }
    return request;
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One side has closed its connection.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
