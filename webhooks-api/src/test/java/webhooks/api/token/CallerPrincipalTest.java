package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class CallerPrincipalTest {
  private static final TokenVerifier VERIFIER = TestIssuer.verifier(TestIssuer.settings());

  private static JsonWebToken token(UnaryOperator<TestToken> change) {
    return VERIFIER.verify(change.apply(TestIssuer.token()).signed());
  }

  @Test
  void namesTheUserElseTheClient() {
    assertThat(token(token -> token).getName()).isEqualTo("service-1");
    assertThat(token(token -> token.with("sub", "id")).getName()).isEqualTo("id");
    assertThat(token(token -> token.with("sub", "id").with("upn", "jane@x")).getName())
        .isEqualTo("jane@x");
    assertThat(token(token -> token.with("preferred_username", 1).with("sub", "id")).getName())
        .isEqualTo("id");
  }

  @Test
  void standardClaimsHaveTheTypesOfMicroProfile() {
    JsonWebToken token =
        token(t -> t.with("iat", Instant.ofEpochSecond(7)).with("auth_time", 9).with("jti", "j"));
    assertThat(token.getIssuedAtTime()).isEqualTo(7);
    assertThat(token.getExpirationTime()).isGreaterThan(Instant.now().getEpochSecond());
    assertThat(token.<Long>getClaim(Claims.auth_time)).isEqualTo(9L);
    assertThat(token.getAudience()).containsExactly("webhooks");
    assertThat(token.getTokenID()).isEqualTo("j");
    assertThat(token(t -> t.with("email_verified", true)).<Boolean>getClaim("email_verified"))
        .isTrue();
    assertThat(token(t -> t.with("aud", List.of("a", "webhooks"))).getAudience())
        .isEqualTo(Set.of("a", "webhooks"));
  }

  @Test
  void otherClaimsAreTextsOrJson() {
    JsonWebToken token =
        token(
            t ->
                t.with("org", "a")
                    .with("roles", List.of("x", 1))
                    .with("weight", 1.5)
                    .with("beta", false)
                    .with("more", Map.of("x", Arrays.asList(1, null))));
    assertThat(token.<String>getClaim("org")).isEqualTo("a");
    assertThat(token.<JsonValue>getClaim("roles"))
        .isEqualTo(Json.createArrayBuilder().add("x").add(1).build());
    assertThat(token.<JsonValue>getClaim("weight"))
        .isEqualTo(Json.createValue(new BigDecimal("1.5")));
    assertThat(token.<JsonValue>getClaim("beta")).isEqualTo(JsonValue.FALSE);
    assertThat(token.<JsonValue>getClaim("more")).hasToString("{\"x\":[1,null]}");
  }

  @Test
  void missingClaimsAreNull() {
    JsonWebToken token = token(t -> t.with("gone", null));
    assertThat(token.claim("gone")).isEmpty();
    assertThat(token.getSubject()).isNull();
    assertThat(token.getGroups()).isNull();
    assertThat(token.getIssuedAtTime()).isZero();
    assertThat(token.getClaimNames())
        .containsExactlyInAnyOrder("raw_token", "iss", "exp", "aud", "client_id", "org", "scope");
  }

  @Test
  void descriptionHidesTheToken() {
    JsonWebToken token = token(t -> t);
    assertThat(token.toString()).doesNotContain(token.getRawToken(), "account-1");
  }
}
