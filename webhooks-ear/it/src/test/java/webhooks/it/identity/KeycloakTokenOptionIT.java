package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.identity.KeycloakTokens.Client;

/** A receiver that checks the tokens which a real Keycloak issues to the product. */
@NeedsServers
class KeycloakTokenOptionIT {
  private static Keycloak keycloak;
  private static KeycloakRealm realm;

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);
  private final Client sender = realm.application(application.account());

  @BeforeAll
  static void start() {
    keycloak =
        new Keycloak("keycloak-receiver")
            .withHttps(TestEnvironment.shared().authority().serverFiles())
            .start();
    realm = new KeycloakRealm(keycloak);
  }

  @AfterAll
  static void stop() {
    keycloak.close();
  }

  private Answer setOAuth2(String secret, String clientAuthentication) {
    String authentication =
        "{'authentication': {'type': 'oauth2', 'tokenUrl': '%s', 'clientId': '%s',"
            + " 'clientSecret': '%s', 'clientAuthentication': '%s'}}";
    return application.patchOptions(
        webhook,
        authentication.formatted(
            realm.tokenUrl(), sender.clientId(), secret, clientAuthentication));
  }

  private Receipt deliver() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    return inbox.awaitEvent(event.messageId());
  }

  /** Checks a token as a receiver does: the signature by the issuer's keys, issuer and time. */
  private static JWTClaimsSet checked(Receipt receipt)
      throws ParseException, IOException, JOSEException {
    String header = receipt.header("Authorization");
    assertThat(header).startsWith("Bearer ");
    SignedJWT token = SignedJWT.parse(header.substring("Bearer ".length()));
    JWKSet keys = JWKSet.load(URI.create(realm.keys()).toURL());
    String keyId = token.getHeader().getKeyID();
    assertThat(token.verify(new RSASSAVerifier(keys.getKeyByKeyId(keyId).toRSAKey()))).isTrue();
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(realm.issuer());
    assertThat(claims.getExpirationTime()).isAfter(Date.from(Instant.now()));
    return claims;
  }

  @Test
  void receiverAcceptsTheIssuersToken() throws Exception {
    setOAuth2(sender.secret(), "basic").is(200);
    Receipt byHeader = deliver();
    setOAuth2(sender.secret(), "post").is(200);
    Receipt byBody = deliver();

    assertThat(checked(byHeader).getStringClaim("azp")).isEqualTo(sender.clientId());
    assertThat(checked(byBody).getStringClaim("azp")).isEqualTo(sender.clientId());
    assertThat(byBody.header("Authorization")).isNotEqualTo(byHeader.header("Authorization"));
    byHeader.assertSignedWith(webhook.secret());
  }

  @Test
  void issuerRefusesAWrongSecret() {
    setOAuth2("wrong", "basic").is(200);

    String outcome =
        environment
            .api()
            .post("/webhooks/" + webhook.id() + "/options/authentication/test")
            .as(application.token())
            .send()
            .is(200)
            .body();

    assertThat(outcome).contains("\"succeeded\":false", "refused by issuer", "401");
    assertThat(inbox.receipts()).isEmpty();
  }
}
