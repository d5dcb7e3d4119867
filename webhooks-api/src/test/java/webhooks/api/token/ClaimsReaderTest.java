package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;

class ClaimsReaderTest {
  private static final BearerToken TOKEN = new BearerToken("a.b.c");

  private final ClaimsReader reader = new ClaimsReader(TestIssuer.settings().token());

  private Caller read(String claim, Object value) {
    return reader
        .read(
            new JWTClaimsSet.Builder().claim("azp", "service-1").claim(claim, value).build(), TOKEN)
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"email", "name", "given_name", "family_name", "sid", "auth_time", "amr", "scp"})
  void recognizesUserByAnyUserClaim(String claim) {
    assertThat(read(claim, List.of()).serviceApplication()).isFalse();
    assertThat(read(claim, "").serviceApplication()).isFalse();
    assertThat(read(claim, null).serviceApplication()).isTrue();
  }

  @Test
  void recognizesServiceAccountByUserName() {
    assertThat(read("preferred_username", "service-account-x").serviceApplication()).isTrue();
    assertThat(read("preferred_username", "jane").serviceApplication()).isFalse();
    assertThat(read("preferred_username", 1).serviceApplication()).isFalse();
  }

  @Test
  void readsFirstClientClaim() {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder().claim("appid", "b").claim("client_id", "a").build();
    assertThat(reader.read(claims, TOKEN).orElseThrow().clientId()).isEqualTo("a");
  }

  @Test
  void readsRolesAsTextOrArray() {
    Map.of("role", "Account Administrator", "roles", "Co-Administrator")
        .forEach(
            (claim, role) -> {
              assertThat(read(claim, role).administrator()).isTrue();
              assertThat(read(claim, List.of("x", role)).administrator()).isTrue();
            });
    assertThat(read("role", "CONNECT Services Administrator").administrator()).isTrue();
    assertThat(read("role", "Administrator").administrator()).isFalse();
    assertThat(read("role", List.of(1, Map.of())).administrator()).isFalse();
    assertThat(read("groups", "Co-Administrator").administrator()).isFalse();
  }

  @Test
  void readsRolesOfOperators() {
    assertThat(readUser("role", TestIssuer.OPERATOR).operator()).isTrue();
    assertThat(readUser("roles", List.of("x", TestIssuer.OPERATOR)).operator()).isTrue();
    assertThat(readUser("roles", List.of("Account Administrator")).operator()).isFalse();
    assertThat(readUser("groups", TestIssuer.OPERATOR).operator()).isFalse();
    assertThat(readUser("roles", List.of("")).operator()).isFalse();
  }

  private Caller readUser(String claim, Object value) {
    return read(Map.of("azp", "console", "email", "a@example.com", claim, value));
  }

  private Caller read(Map<String, Object> claims) {
    JWTClaimsSet.Builder all = new JWTClaimsSet.Builder();
    claims.forEach(all::claim);
    return reader.read(all.build(), TOKEN).orElseThrow();
  }

  /** In many issuers users choose their names. Keycloak writes the client's id in lower case. */
  @Test
  void userNameMakesAnOperatorOnlyOfTheClientThatItNames() {
    assertThat(readNamed("service-account-x").serviceApplication()).isTrue();
    assertThat(readNamed("service-account-x").operator()).isFalse();
    assertThat(readNamed("service-account-").operator()).isFalse();
    assertThat(readNamed("service-account-reports").operator()).isTrue();
    assertThat(read(Map.of("azp", "Reports")).operator()).isTrue();
  }

  private Caller readNamed(String userName) {
    return read(Map.of("azp", "Reports", "preferred_username", userName));
  }

  @Test
  void applicationWithUserNameIsOperatorIfTheSettingsNameIt() {
    for (String client : List.of("operator", "publisher")) {
      assertThat(
              read(Map.of("azp", client, "preferred_username", "service-account-" + client))
                  .operator())
          .isTrue();
      assertThat(read(Map.of("azp", client, "preferred_username", "jane")).operator()).isFalse();
    }
  }

  @Test
  void nobodyIsAnOperatorByDefault() {
    ClaimsReader none =
        new ClaimsReader(TestIssuer.settings("webhooks.token.operator-roles", "").token());
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .claim("azp", "console")
            .claim("email", "a@example.com")
            .claim("roles", List.of("", TestIssuer.OPERATOR, "Account Administrator"))
            .build();

    assertThat(none.read(claims, TOKEN).orElseThrow().operator()).isFalse();
  }

  @Test
  void readsScopesAsTextOrArray() {
    TokenScope[] both = {TokenScope.ADMIN, TokenScope.PUBLISH, TokenScope.ERASE, TokenScope.PORTAL};
    String text = "webhooks:admin  events:publish ";
    assertThat(read("scope", text).scopes()).containsExactlyInAnyOrder(both);
    assertThat(read("scope", List.of("webhooks:admin", "events:publish")).scopes())
        .containsExactlyInAnyOrder(both);
    assertThat(read("scp", text).scopes()).containsExactlyInAnyOrder(both);
    assertThat(read("scope", "itwin-platform").scopes())
        .containsExactlyInAnyOrder(TokenScope.READ, TokenScope.MODIFY, TokenScope.PORTAL);
    assertThat(read("scope", "webhooks:modify").scopes())
        .containsExactlyInAnyOrder(TokenScope.READ, TokenScope.MODIFY, TokenScope.PORTAL);
    assertThat(read("scope", "webhooks:read").scopes()).containsExactly(TokenScope.READ);
    assertThat(read("scope", 1).scopes()).isEmpty();
    assertThat(read("x", 1).scopes()).isEmpty();
  }

  @Test
  void waivesScopesForServiceApplicationsThatTheOperatorNames() {
    JWTClaimsSet.Builder operator = new JWTClaimsSet.Builder().claim("azp", "operator");

    assertThat(reader.read(operator.build(), TOKEN).orElseThrow().scopes())
        .containsExactlyInAnyOrder(TokenScope.ADMIN, TokenScope.ERASE, TokenScope.PORTAL);
    assertThat(reader.read(operator.claim("email", "a@b").build(), TOKEN).orElseThrow().scopes())
        .isEmpty();
  }

  @Test
  void ignoresAccountThatIsNotPlainText() {
    assertThat(read("org", "x".repeat(128)).accountId()).isPresent();
    assertThat(read("org", "x".repeat(129)).accountId()).isEmpty();
    assertThat(read("org", "a\nb").accountId()).isEmpty();
    assertThat(read("org", List.of("a")).accountId()).isEmpty();
  }

  @Test
  void readsAccountThatIsAUuidInLowerCase() {
    assertThat(read("org", "8A0F4D9C-4E5B-4D0E-9D46-0C7E35A5B9B1").accountId())
        .contains("8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1");
    assertThat(read("org", "Acme").accountId()).contains("Acme");
  }

  @Test
  void readsUserFromUserTokenOnly() {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().claim("azp", "app").subject("subject");

    assertThat(reader.read(claims.build(), TOKEN).orElseThrow().user()).isEmpty();
    claims.claim("email", "a@example.com");
    assertThat(reader.read(claims.build(), TOKEN).orElseThrow().user()).hasValue("subject");
    claims.subject("x".repeat(256));
    assertThat(reader.read(claims.build(), TOKEN).orElseThrow().user()).isEmpty();
  }
}
