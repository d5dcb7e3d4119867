package webhooks.dev.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenRequestTest {
  private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();

  @Test
  void readsTheClientFromTheForm() {
    form.putSingle("client_id", "demo");

    assertThat(TokenRequest.of(null, form).orElseThrow().clientId()).isEqualTo("demo");
  }

  @Test
  void readsTheClientFromTheHeader() {
    String basic =
        Base64.getEncoder().encodeToString("demo:secret".getBytes(StandardCharsets.UTF_8));

    assertThat(TokenRequest.of("Basic " + basic, form).orElseThrow().clientId()).isEqualTo("demo");
  }

  @Test
  void refusesARequestWithoutClient() {
    assertThat(TokenRequest.of(null, form)).isEmpty();
    assertThat(TokenRequest.of("Basic !", form)).isEmpty();
    assertThat(TokenRequest.of("Bearer x", form)).isEmpty();
  }

  @Test
  void grantsAllScopesAndAnAccountByDefault() throws ParseException {
    JWTClaimsSet claims = claims();

    assertThat(claims.getStringClaim("scope")).isEqualTo(TokenRequest.ALL_SCOPES);
    assertThat(claims.getStringClaim("org")).isEqualTo(TokenRequest.DEFAULT_ACCOUNT);
    assertThat(claims.getSubject()).isEqualTo("demo");
    assertThat(claims.getClaims()).doesNotContainKeys("roles", "aud");
    assertThat(claims.getExpirationTime()).isEqualTo("1970-01-01T01:00:00.000Z");
  }

  @Test
  void usesTheValuesOfTheForm() throws ParseException {
    form.putSingle("scope", "webhooks:read");
    form.putSingle("org", "account");
    form.putSingle("audience", "api");
    form.add("role", "Account Administrator");
    form.add("role", "Co-Administrator");

    JWTClaimsSet claims = claims();

    assertThat(claims.getStringClaim("scope")).isEqualTo("webhooks:read");
    assertThat(claims.getStringClaim("org")).isEqualTo("account");
    assertThat(claims.getAudience()).containsExactly("api");
    assertThat(claims.getStringListClaim("roles"))
        .isEqualTo(List.of("Account Administrator", "Co-Administrator"));
  }

  private JWTClaimsSet claims() {
    form.putSingle("client_id", "demo");
    return TokenRequest.of(null, form).orElseThrow().claims("http://issuer", Instant.EPOCH);
  }
}
