package webhooks.domain.option.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The form of a token request (RFC 6749, sections 2.3.1 and 4.4.2, appendix B). */
class TokenRequestTest {
  private static TokenRequest request(String scope, String audience, ClientAuthentication how) {
    return new TokenRequest(
        "https://issuer.example/token", "s6Bh:d RkqéT3", "7F+f&p=%", scope, audience, how);
  }

  private static String body(TokenRequest request) {
    return new String(request.body(), StandardCharsets.US_ASCII);
  }

  @Test
  void bodyNamesTheGrant() {
    assertThat(body(request("", "", ClientAuthentication.BASIC)))
        .isEqualTo("grant_type=client_credentials");
  }

  @Test
  void bodyHasScopeAndAudience() {
    assertThat(body(request("read write", "https://api.example/?a&b", ClientAuthentication.BASIC)))
        .isEqualTo(
            "grant_type=client_credentials&scope=read+write"
                + "&audience=https%3A%2F%2Fapi.example%2F%3Fa%26b");
  }

  @Test
  void idAndSecretAreEncodedBeforeBasic() {
    String value = request("", "", ClientAuthentication.BASIC).authorization().orElseThrow();

    assertThat(value).startsWith("Basic ");
    assertThat(new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8))
        .isEqualTo("s6Bh%3Ad+Rkq%C3%A9T3:7F%2Bf%26p%3D%25");
  }

  @Test
  void idAndSecretAreInTheBodyOfPost() {
    TokenRequest post = request("", "", ClientAuthentication.POST);

    assertThat(post.authorization()).isEmpty();
    assertThat(body(post))
        .isEqualTo(
            "grant_type=client_credentials&client_id=s6Bh%3Ad+Rkq%C3%A9T3"
                + "&client_secret=7F%2Bf%26p%3D%25");
  }

  @Test
  void urlThatBreaksARuleIsNone() {
    TokenRequest stored =
        new TokenRequest("http://issuer.example/", "c", "s", "", "", ClientAuthentication.BASIC);

    assertThat(stored.url()).isEmpty();
    assertThat(request("", "", ClientAuthentication.POST).url()).isPresent();
  }
}
