package webhooks.settings.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** A context of Java whose engines and sockets exchange keys on elliptic curves only. */
final class EllipticContext extends SSLContextSpi {
  private final SSLContext java;

  EllipticContext(SSLContext java) {
    this.java = java;
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trusted, SecureRandom random)
      throws KeyManagementException {
    java.init(keys, trusted, random);
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return EllipticTls.restricted(java.createSSLEngine());
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return EllipticTls.restricted(java.createSSLEngine(host, port));
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return new EllipticSockets(java.getSocketFactory());
  }

  /** Nobody calls this: the listeners of the product and of its servers use engines. */
  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    throw new UnsupportedOperationException("This context has no server sockets");
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return java.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return java.getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return EllipticTls.restricted(java.getDefaultSSLParameters());
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return EllipticTls.restricted(java.getSupportedSSLParameters());
  }
}
