package webhooks.settings.tls;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * Makes TLS that exchanges keys on elliptic curves only ({@link EllipticKeys} says why). Its
 * engines also end a connection whose peer sends many records without data ({@link
 * QuietRecordLimit}).
 */
public final class EllipticTls {
  private static final String TLS = "TLS";

  private EllipticTls() {}

  /**
   * Creates a context, for a server or a client.
   *
   * @param keys present certificates, or null
   * @param trusted judge certificates, or null
   */
  public static SSLContext context(KeyManager[] keys, TrustManager[] trusted) {
    try {
      SSLContext context = SSLContext.getInstance(TLS);
      context.init(keys, trusted, null);
      return restricted(context);
    } catch (NoSuchAlgorithmException | KeyManagementException e) {
      throw new IllegalStateException("TLS is not available", e);
    }
  }

  /** Returns a context with this restriction. It makes no server sockets. */
  public static SSLContext restricted(SSLContext context) {
    return new RestrictedContext(context);
  }

  /** Returns a restricted context of this protocol, for a security provider to offer. */
  public static SSLContextSpi provided(String protocol) throws NoSuchAlgorithmException {
    return new EllipticContext(SSLContext.getInstance(protocol));
  }

  /** Returns an engine to use instead of this one, which has not begun its handshake. */
  public static SSLEngine restricted(SSLEngine engine) {
    engine.setSSLParameters(restricted(engine.getSSLParameters()));
    return new QuietRecordLimit(engine);
  }

  /** Prepares a request that Java sends, with the proxy of Java's settings if there is one. */
  public static HttpURLConnection open(URL url) throws IOException {
    return restricted(url.openConnection());
  }

  /** Prepares a request that Java sends by this proxy, or by none. */
  public static HttpURLConnection open(URL url, Proxy proxy) throws IOException {
    return restricted(url.openConnection(proxy));
  }

  private static HttpURLConnection restricted(URLConnection request) throws SSLException {
    if (request instanceof HttpsURLConnection https) {
      try {
        // Payara replaces the default socket factory of this class by one that trusts the
        // certificates of its domain.
        https.setSSLSocketFactory(new EllipticSockets(SSLContext.getDefault().getSocketFactory()));
      } catch (NoSuchAlgorithmException e) {
        throw new SSLException(e);
      }
    }
    return (HttpURLConnection) request;
  }

  static SSLParameters restricted(SSLParameters parameters) {
    parameters.setAlgorithmConstraints(new EllipticKeys());
    return parameters;
  }

  /** Makes the constructor accessible. */
  private static final class RestrictedContext extends SSLContext {
    private RestrictedContext(SSLContext java) {
      this(java, java.getProvider());
    }

    private RestrictedContext(SSLContext java, Provider provider) {
      super(new EllipticContext(java), provider, java.getProtocol());
    }
  }
}
