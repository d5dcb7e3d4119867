package webhooks.it.harness.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens TLS connections to a port of this machine. */
public record TlsClient(SSLContext context, int port) {
  public static final int TLS_1_0 = 0x0301;
  public static final int TLS_1_1 = 0x0302;
  public static final int TLS_1_2 = 0x0303;

  /** The type of a record with a message of the handshake. */
  public static final int HANDSHAKE = 22;

  /** Cipher suites for RSA and elliptic keys, of TLS 1.2 and of older versions. */
  private static final int[] CIPHERS = {0xc02b, 0xc02f, 0xc009, 0xc013, 0xc00a, 0xc014, 0x2f};

  private static final int AES_128_GCM_SHA256 = 0x1301;

  /** Returns the server's certificate. */
  public X509Certificate certificate() throws IOException {
    try (SSLSocket socket = connect()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.3"});
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Returns the protocol that the server chooses from these; empty if it chooses none. */
  public String applicationProtocol(String... offered) throws IOException {
    try (SSLSocket socket = connect()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(offered);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getApplicationProtocol();
    }
  }

  /**
   * Returns the type of the server's first TLS record, or -1 without one. Writes the handshake
   * itself, because this Java offers no old versions.
   */
  public int answerToHelloOf(int version) throws IOException {
    return answer(
        version, CIPHERS, "000a00040002001700" + "0b00020100" + "000d000a00080403040108040503");
  }

  /**
   * Returns the type of the server's first record, or -1 without one, after a hello of TLS 1.3 that
   * offers to exchange keys in a finite field of 8,192 bits only.
   */
  public int answerToFiniteField() throws IOException {
    return answer(
        TLS_1_2,
        new int[] {AES_128_GCM_SHA256},
        "000a000400020104" + "000d000a00080403040108040503" + "002b0003020304" + "003300020000");
  }

  private int answer(int version, int[] ciphers, String extensionsInHex) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(256);
    body.putShort((short) version).put(new byte[32]).put((byte) 0);
    body.putShort((short) (2 * ciphers.length));
    for (int cipher : ciphers) {
      body.putShort((short) cipher);
    }
    body.put((byte) 1).put((byte) 0);
    byte[] extensions = HexFormat.of().parseHex(extensionsInHex);
    body.putShort((short) extensions.length).put(extensions).flip();
    ByteBuffer record = ByteBuffer.allocate(300);
    record.put((byte) HANDSHAKE).putShort((short) version).putShort((short) (body.limit() + 4));
    record.put((byte) 1).put((byte) 0).putShort((short) body.limit()).put(body).flip();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(record.array(), 0, record.limit());
      return socket.getInputStream().read();
    }
  }

  /** Opens a connection for several requests. The caller closes it. */
  public KeptConnection keep() throws IOException {
    SSLSocket socket = connect();
    socket.setSoTimeout(KeptConnection.PATIENCE_MILLIS);
    socket.startHandshake();
    return new KeptConnection(socket);
  }

  private SSLSocket connect() throws IOException {
    return (SSLSocket)
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
  }
}
