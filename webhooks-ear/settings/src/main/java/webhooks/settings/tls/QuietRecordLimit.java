package webhooks.settings.tls;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLProtocolException;
import javax.net.ssl.SSLSession;

/**
 * Ends a TLS connection whose peer sends many records without data.
 *
 * <p>TLS 1.3 lets a peer change its keys whenever it likes. A change costs up to a third of a
 * millisecond, on a thread that many connections share. It is 27 bytes as a record of its own, but
 * one record can hold thousands of changes, of five bytes each. A server may also send tickets,
 * which a client keeps as long as the connection. So the bytes of such records are limited, not
 * their number. A record counts after it is read, because only then Java says that it had no data.
 * Honest peers change their keys once in many gigabytes. For one thread at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-4.6.3">RFC 8446, 4.6.3</a>
 */
final class QuietRecordLimit extends SSLEngine {
  /** How many bytes of such records a client may send after its handshake. */
  static final int MAX_FROM_CLIENT = 1024;

  /** The same for a server. Servers send two to four tickets of a few hundred bytes. */
  static final int MAX_FROM_SERVER = 8 * 1024;

  /**
   * The bytes of data that allow one more byte without data. 64 KiB allow a change of keys, also if
   * it is padded as Java does it.
   */
  static final int DATA_PER_BYTE = 1024;

  /** The suite of a session before its first handshake, as {@link SSLEngine} says. */
  private static final String NO_SUITE = "SSL_NULL_WITH_NULL_NULL";

  private final SSLEngine engine;
  private boolean established;
  private long data;
  private long quiet;

  /** Limits the records that this engine reads. */
  QuietRecordLimit(SSLEngine engine) {
    super(engine.getPeerHost(), engine.getPeerPort());
    this.engine = engine;
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length)
      throws SSLException {
    established = established || hasEndedItsHandshake();
    SSLEngineResult result = engine.unwrap(source, targets, offset, length);
    data += result.bytesProduced();
    if (established && result.bytesProduced() == 0) {
      quiet += result.bytesConsumed();
    }
    if (quiet > (getUseClientMode() ? MAX_FROM_SERVER : MAX_FROM_CLIENT) + data / DATA_PER_BYTE) {
      throw new SSLProtocolException("The peer sends too many records without data");
    }
    return result;
  }

  /** Does not use the engine's status: after a handshake the engine may still write tickets. */
  private boolean hasEndedItsHandshake() {
    return engine.getHandshakeSession() == null
        && !engine.getSession().getCipherSuite().equals(NO_SUITE);
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target)
      throws SSLException {
    return engine.wrap(sources, offset, length, target);
  }

  @Override
  public Runnable getDelegatedTask() {
    return engine.getDelegatedTask();
  }

  @Override
  public void closeInbound() throws SSLException {
    engine.closeInbound();
  }

  @Override
  public boolean isInboundDone() {
    return engine.isInboundDone();
  }

  @Override
  public void closeOutbound() {
    engine.closeOutbound();
  }

  @Override
  public boolean isOutboundDone() {
    return engine.isOutboundDone();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return engine.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return engine.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    engine.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return engine.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return engine.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    engine.setEnabledProtocols(protocols);
  }

  @Override
  public SSLSession getSession() {
    return engine.getSession();
  }

  @Override
  public SSLSession getHandshakeSession() {
    return engine.getHandshakeSession();
  }

  @Override
  public void beginHandshake() throws SSLException {
    engine.beginHandshake();
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return engine.getHandshakeStatus();
  }

  @Override
  public void setUseClientMode(boolean client) {
    engine.setUseClientMode(client);
  }

  @Override
  public boolean getUseClientMode() {
    return engine.getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    engine.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return engine.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    engine.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return engine.getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean enable) {
    engine.setEnableSessionCreation(enable);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return engine.getEnableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return engine.getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    engine.setSSLParameters(parameters);
  }

  @Override
  public String getApplicationProtocol() {
    return engine.getApplicationProtocol();
  }

  @Override
  public String getHandshakeApplicationProtocol() {
    return engine.getHandshakeApplicationProtocol();
  }

  @Override
  public void setHandshakeApplicationProtocolSelector(
      BiFunction<SSLEngine, List<String>, String> selector) {
    engine.setHandshakeApplicationProtocolSelector(selector);
  }

  @Override
  public BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
    return engine.getHandshakeApplicationProtocolSelector();
  }
}
