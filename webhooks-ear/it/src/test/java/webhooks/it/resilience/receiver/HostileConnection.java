package webhooks.it.resilience.receiver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection of a hostile receiver, with methods that violate TLS and HTTP. */
final class HostileConnection {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");
  private static final long SLOW_MILLIS = 100;
  private static final int REPEATED = 1024;

  private final Socket plain;
  private final Socket socket;
  private final CountDownLatch over;

  /**
   * Wraps a connection.
   *
   * @param over the time at which all actions end
   */
  HostileConnection(Socket socket, CountDownLatch over) {
    this(socket, socket, over);
  }

  private HostileConnection(Socket plain, Socket socket, CountDownLatch over) {
    this.plain = plain;
    this.socket = socket;
    this.over = over;
  }

  /** Performs the TLS handshake as a server, with these application protocols. */
  HostileConnection handshake(SSLContext identity, String... protocols) throws IOException {
    InputStream nothing = InputStream.nullInputStream();
    SSLSocket tls = (SSLSocket) identity.getSocketFactory().createSocket(plain, nothing, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return new HostileConnection(plain, tls, over);
  }

  /** Reads a TLS record, such as the client's first message. */
  void readRecord() throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readNBytes(3);
    in.readNBytes(in.readUnsignedShort());
  }

  /** Reads a whole request. */
  HostileConnection readRequest() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      read.write(next);
      head = read.toString(ISO_8859_1);
    }
    Matcher length = LENGTH.matcher(head);
    in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return this;
  }

  HostileConnection write(String text) throws IOException {
    return write(text.getBytes(ISO_8859_1));
  }

  HostileConnection write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Repeats a text as fast as the other side reads it. */
  void writeForever(String text) throws IOException {
    while (over.getCount() > 0) {
      write(text.repeat(REPEATED));
    }
  }

  /** Repeats a text slowly, byte by byte. */
  void writeSlowly(String text) throws IOException, InterruptedException {
    for (int i = 0; !over.await(SLOW_MILLIS, TimeUnit.MILLISECONDS); i++) {
      write(text.substring(i % text.length(), i % text.length() + 1));
    }
  }

  /** Waits until the other side closes the connection. */
  void stall() throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /** Resets the connection. */
  void reset() throws IOException {
    plain.setSoLinger(true, 0);
    plain.close();
  }
}
