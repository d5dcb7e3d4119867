package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.BearerToken;

class ClaimsReaderTest {
  private static final BearerToken TOKEN = new BearerToken("a.b.c");

  private final ClaimsReader reader = new ClaimsReader(TestIssuer.settings().token());

  private VerifiedToken read(String claim, Object value) {
    return reader
        .read(
            new JWTClaimsSet.Builder().claim("azp", "service-1").claim(claim, value).build(), TOKEN)
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"email", "name", "given_name", "family_name", "sid", "auth_time", "amr", "scp"})
  void recognizesUserByAnyUserClaim(String claim) {
    assertThat(read(claim, List.of()).caller().serviceApplication()).isFalse();
    assertThat(read(claim, "").caller().serviceApplication()).isFalse();
    assertThat(read(claim, null).caller().serviceApplication()).isTrue();
  }

  @Test
  void recognizesServiceAccountByUserName() {
    assertThat(read("preferred_username", "service-account-x").caller().serviceApplication())
        .isTrue();
    assertThat(read("preferred_username", "jane").caller().serviceApplication()).isFalse();
    assertThat(read("preferred_username", 1).caller().serviceApplication()).isFalse();
  }

  @Test
  void readsFirstClientClaim() {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder().claim("appid", "b").claim("client_id", "a").build();
    assertThat(reader.read(claims, TOKEN).orElseThrow().caller().clientId()).isEqualTo("a");
  }

  @Test
  void readsRolesAsTextOrArray() {
    Map.of("role", "Account Administrator", "roles", "Co-Administrator")
        .forEach(
            (claim, role) -> {
              assertThat(read(claim, role).caller().administrator()).isTrue();
              assertThat(read(claim, List.of("x", role)).caller().administrator()).isTrue();
            });
    assertThat(read("role", "CONNECT Services Administrator").caller().administrator()).isTrue();
    assertThat(read("role", "Administrator").caller().administrator()).isFalse();
    assertThat(read("role", List.of(1, Map.of())).caller().administrator()).isFalse();
    assertThat(read("groups", "Co-Administrator").caller().administrator()).isFalse();
  }

  @Test
  void readsScopesAsTextOrArray() {
    assertThat(read("scope", "a  b ").scopes()).containsExactlyInAnyOrder("a", "b");
    assertThat(read("scope", List.of("a", "b")).scopes()).containsExactlyInAnyOrder("a", "b");
    assertThat(read("scp", "a b").scopes()).containsExactlyInAnyOrder("a", "b");
    assertThat(read("scope", 1).scopes()).isEmpty();
    assertThat(read("x", 1).scopes()).isEmpty();
  }

  @Test
  void ignoresAccountThatIsNotPlainText() {
    assertThat(read("org", "x".repeat(128)).caller().accountId()).isPresent();
    assertThat(read("org", "x".repeat(129)).caller().accountId()).isEmpty();
    assertThat(read("org", "a\nb").caller().accountId()).isEmpty();
    assertThat(read("org", List.of("a")).caller().accountId()).isEmpty();
  }

  @Test
  void readsAccountThatIsAUuidInLowerCase() {
    assertThat(read("org", "8A0F4D9C-4E5B-4D0E-9D46-0C7E35A5B9B1").caller().accountId())
        .contains("8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1");
    assertThat(read("org", "Acme").caller().accountId()).contains("Acme");
  }

  @Test
  void readsUserFromUserTokenOnly() {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().claim("azp", "app").subject("subject");

    assertThat(reader.read(claims.build(), TOKEN).orElseThrow().caller().user()).isEmpty();
    claims.claim("email", "a@example.com");
    assertThat(reader.read(claims.build(), TOKEN).orElseThrow().caller().user())
        .hasValue("subject");
    claims.subject("x".repeat(256));
    assertThat(reader.read(claims.build(), TOKEN).orElseThrow().caller().user()).isEmpty();
  }
}
