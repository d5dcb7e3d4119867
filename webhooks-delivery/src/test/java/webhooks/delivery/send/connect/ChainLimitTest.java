package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.Socket;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainLimitTest {
  private static final SSLEngine NO_ENGINE = null;
  private static final Socket NO_SOCKET = null;
  private static final String TYPE = "UNKNOWN";

  private final CountingJudge judge = new CountingJudge();

  /** One of the ways in which Java asks. */
  private interface Question {
    /** Asks whether the certificates are trusted. */
    void ask(X509ExtendedTrustManager manager, X509Certificate[] chain) throws CertificateException;
  }

  static Stream<Question> questions() {
    return Stream.of(
        (manager, chain) -> manager.checkServerTrusted(chain, TYPE),
        (manager, chain) -> manager.checkServerTrusted(chain, TYPE, NO_ENGINE),
        (manager, chain) -> manager.checkServerTrusted(chain, TYPE, NO_SOCKET),
        (manager, chain) -> manager.checkClientTrusted(chain, TYPE),
        (manager, chain) -> manager.checkClientTrusted(chain, TYPE, NO_ENGINE),
        (manager, chain) -> manager.checkClientTrusted(chain, TYPE, NO_SOCKET));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void refusesManyCertificatesWithoutASearch(Question question) {
    assertThatThrownBy(() -> question.ask(new ChainLimit(judge), issuingEachOther(7)))
        .isInstanceOf(CertificateException.class)
        .hasCauseInstanceOf(CertPathBuilderException.class);

    assertThat(judge.searches).isZero();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void letsJavaJudgeFewCertificates(Question question) {
    assertThatCode(() -> question.ask(new ChainLimit(judge), issuingEachOther(6)))
        .doesNotThrowAnyException();

    assertThat(judge.searches).isOne();
  }

  /** A key of an authority, too, has a cost when Java verifies a signature with it. */
  @ParameterizedTest
  @MethodSource("questions")
  void refusesCostlyKeysWithoutASearch(Question question) throws Exception {
    X509Certificate[] chain = issuingEachOther(2);
    chain[1] = costly();

    assertThatThrownBy(() -> question.ask(new ChainLimit(judge), chain))
        .isInstanceOf(CertificateException.class)
        .cause()
        .isInstanceOfSatisfying(
            CertPathValidatorException.class,
            cause -> assertThat(cause.getReason()).isEqualTo(BasicReason.ALGORITHM_CONSTRAINED));

    assertThat(judge.searches).isZero();
  }

  /** Returns a certificate of an RSA key with an exponent of 2,047 bits. */
  private static X509Certificate costly() throws Exception {
    BigInteger exponent = BigInteger.ONE.shiftLeft(2046).add(BigInteger.ONE);
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(exponent.shiftLeft(1).add(BigInteger.ONE), exponent));
    HeldCertificate issuer = authority(0).build();
    return authority(1)
        .keyPair(key, issuer.keyPair().getPrivate())
        .signedBy(issuer)
        .build()
        .certificate();
  }

  /** Returns so many certificates, in turn of two names of which each has issued the other. */
  private static X509Certificate[] issuingEachOther(int count) {
    List<X509Certificate> chain = new ArrayList<>();
    HeldCertificate issuer = authority(0).build();
    for (int i = 1; i <= count; i++) {
      issuer = authority(i).signedBy(issuer).build();
      chain.add(0, issuer.certificate());
    }
    return chain.toArray(X509Certificate[]::new);
  }

  private static HeldCertificate.Builder authority(int number) {
    return new HeldCertificate.Builder()
        .commonName(number % 2 == 0 ? "A" : "B")
        .certificateAuthority(9);
  }

  /** Trusts all, and counts how often it was asked. */
  private static final class CountingJudge extends X509ExtendedTrustManager {
    private int searches;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      searches++;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      searches++;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      searches++;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      searches++;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      searches++;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      searches++;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
