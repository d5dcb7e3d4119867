package webhooks.dev.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationCodesTest {
  private static final String CONSOLE = "http://127.0.0.1:8080/console/";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  /** Of RFC 7636, appendix B. */
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final AuthorizationCodes codes = new AuthorizationCodes();
  private final MultivaluedMap<String, String> query = new MultivaluedHashMap<>();

  AuthorizationCodesTest() {
    query.putSingle("response_type", "code");
    query.putSingle("client_id", "console");
    query.putSingle("redirect_uri", CONSOLE);
    query.putSingle("code_challenge_method", "S256");
    query.putSingle("code_challenge", CHALLENGE);
    query.putSingle("scope", "openid webhooks:modify");
    query.putSingle("nonce", "n");
  }

  private Optional<AuthorizationRequest> request() {
    return AuthorizationRequest.of(query, CONSOLE);
  }

  @Test
  void redeemsACodeOnce() {
    String code = codes.issue(request().orElseThrow());

    assertThat(codes.redeem(code, VERIFIER, "console", CONSOLE)).isEqualTo(request());
    assertThat(codes.redeem(code, VERIFIER, "console", CONSOLE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "other, console, http://127.0.0.1:8080/console/",
    ", console, http://127.0.0.1:8080/console/",
    VERIFIER + ", other, http://127.0.0.1:8080/console/",
    VERIFIER + ", console, http://127.0.0.1:8080/other/"
  })
  void refusesAnotherCallerAndEndsItsCode(String verifier, String client, String redirectUri) {
    String code = codes.issue(request().orElseThrow());

    assertThat(codes.redeem(code, verifier, client, redirectUri)).isEmpty();
    assertThat(codes.redeem(code, VERIFIER, "console", CONSOLE)).isEmpty();
  }

  @Test
  void keepsTheLatestCodesOnly() {
    String first = codes.issue(request().orElseThrow());
    for (int i = 0; i < 100; i++) {
      codes.issue(request().orElseThrow());
    }

    assertThat(codes.redeem(first, VERIFIER, "console", CONSOLE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token",
    "client_id, other",
    "redirect_uri, http://127.0.0.1:8080/console/x",
    "redirect_uri, https://evil.example/",
    "code_challenge_method, plain"
  })
  void takesOnlyTheConsolesRequests(String name, String value) {
    query.putSingle(name, value);

    assertThat(request()).isEmpty();
  }

  @Test
  void userAdministersTheAccountAndIsNoApplication() throws ParseException {
    JWTClaimsSet access = request().orElseThrow().accessClaims("issuer", Instant.EPOCH);

    assertThat(access.getStringClaim("org")).isEqualTo("demo-account");
    assertThat(access.getStringListClaim("roles"))
        .containsExactly("Account Administrator", "operator");
    assertThat(access.getStringClaim("scope")).isEqualTo("openid webhooks:modify");
    assertThat(access.getClaims()).containsKey("name");
    JWTClaimsSet id = request().orElseThrow().idClaims("issuer", Instant.EPOCH);
    assertThat(id.getAudience()).containsExactly("console");
    assertThat(id.getStringClaim("nonce")).isEqualTo("n");
  }
}
