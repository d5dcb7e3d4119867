package webhooks.settings.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.KeyUpdateRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerOnlyTlsAuthentication;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A client of TLS 1.3 that puts many changes of its keys into one record. Java's can't. */
final class CoalescingClient extends TlsClientProtocol {
  private static final byte[] CHANGE = {
    HandshakeType.key_update, 0, 0, 1, KeyUpdateRequest.update_not_requested
  };

  /** Begins a handshake. */
  CoalescingClient() throws IOException {
    connect(new TrustingClient());
  }

  /** Changes the keys so many times in one record. What it sends later has the wrong keys. */
  void changeKeys(int times) throws IOException {
    ByteBuffer changes = ByteBuffer.allocate(times * CHANGE.length);
    while (changes.hasRemaining()) {
      changes.put(CHANGE);
    }
    safeWriteRecord(ContentType.handshake, changes.array(), 0, changes.capacity());
  }

  void send(String data) throws IOException {
    writeApplicationData(data.getBytes(StandardCharsets.US_ASCII), 0, data.length());
  }

  /** Returns what it has to send. */
  ByteBuffer records() {
    byte[] records = new byte[getAvailableOutputBytes()];
    readOutput(records, 0, records.length);
    return ByteBuffer.wrap(records);
  }

  void read(ByteBuffer records) throws IOException {
    byte[] bytes = new byte[records.remaining()];
    records.get(bytes);
    offerInput(bytes);
  }

  private static final class TrustingClient extends DefaultTlsClient {
    private TrustingClient() {
      super(new BcTlsCrypto(new SecureRandom()));
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.TLSv13.only();
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new ServerOnlyTlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate certificate) {
          // It trusts everybody.
        }
      };
    }
  }
}
