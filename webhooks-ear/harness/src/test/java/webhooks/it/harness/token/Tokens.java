package webhooks.it.harness.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import webhooks.it.harness.Places;

/** Issues valid and invalid bearer tokens with keys of this run. */
public final class Tokens {
  /** The audience of the product. */
  public static final String AUDIENCE = "webhooks";

  /** The issuer that the product trusts. */
  public static final String ISSUER = "https://issuer.example.test";

  private final RSAKey rsa;
  private final RSAKey foreign;
  private final ECKey ec;
  private final Path file;

  public Tokens() {
    try {
      rsa = rsa("rsa-1");
      // Has the same key id, so that only the signature differs.
      foreign = rsa("rsa-1");
      ec =
          new ECKeyGenerator(Curve.P_256)
              .keyID("ec-1")
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
      file =
          Files.writeString(
              Places.freshDirectory("issuer").resolve("jwks.json"),
              new JWKSet(List.of(rsa, ec)).toString());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RSAKey rsa(String id) throws JOSEException {
    return new RSAKeyGenerator(2048)
        .keyID(id)
        .keyUse(KeyUse.SIGNATURE)
        .algorithm(JWSAlgorithm.RS256)
        .generate();
  }

  /** Returns the file of the public keys, a JWKS. */
  public Path jwks() {
    return file;
  }

  public RSAKey rsa() {
    return rsa;
  }

  /** Returns a key that the product does not know. */
  public RSAKey foreign() {
    return foreign;
  }

  public ECKey ec() {
    return ec;
  }

  /** Returns a valid token of a service application, to be signed or changed. */
  public TokenBuilder draft(String clientId, String account) {
    return new TokenBuilder(this)
        .with("client_id", clientId)
        .with("org", account)
        .with("scope", List.of("webhooks:modify"));
  }

  /** Returns a token of an administrator of the product. */
  public String administrator() {
    return draft("administrator", "operations").with("scope", "webhooks:admin").rs256();
  }

  /** Returns a token of a user who administers an account. */
  public String accountAdministrator(String account) {
    return draft("console", account)
        .with("email", "admin@example.test")
        .with("roles", List.of("Account Administrator"))
        .rs256();
  }

  /** Returns a token of a system that publishes events over HTTP. */
  public String publisher() {
    return draft("publisher", "operations").with("scope", "events:publish").rs256();
  }
}
