package webhooks.delivery.send.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.option.header.RequestHeader;

/** The answers of issuers (RFC 6749, section 5). */
class AccessTokenTest {
  private static AccessToken read(String json) throws TokenFailure {
    return AccessToken.read(200, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** The example of RFC 6749, section 5.1. */
  @Test
  void readsToken() throws Exception {
    AccessToken token =
        read(
            "{'access_token':'2YotnFZFEjr1zCsicMWpAA','token_type':'bearer','expires_in':3600,"
                + "'refresh_token':'tGzv3JOkF0XG5Qx2TlKWIA','example_parameter':'example_value'}");

    assertThat(token.header())
        .isEqualTo(
            new RequestHeader(
                "Authorization",
                "Bearer 2YotnFZFEjr1zCsicMWpAA",
                List.of("2YotnFZFEjr1zCsicMWpAA")));
    assertThat(token.expiresIn().orElseThrow()).hasSeconds(3600);
    assertThat(token.toString()).doesNotContain("2Yotn");
  }

  @ParameterizedTest
  @CsvSource({
    "'expires_in':3600, 3540",
    "'expires_in':'3599', 3539",
    "'expires_in':90.9, 30",
    "'expires_in':61, 1",
    "'expires_in':60, 0",
    "'expires_in':0, 0",
    "'expires_in':-5, 0",
    "'expires_in':3660, 3600",
    "'expires_in':86400, 3600",
    "'expires_in':1e400, 3600",
    "'expires_in':1e-400, 0",
    "'expires_in':null, 300",
    "'expires_in':'soon', 300",
    "'expires_in':true, 300",
    "'x':1, 300"
  })
  void isKeptUntilAMinuteBeforeItsEnd(String member, long seconds) throws Exception {
    AccessToken token = read("{'access_token':'t','token_type':'Bearer'," + member + "}");

    assertThat(token.age()).hasSeconds(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "canary",
        "[]",
        "{}",
        "{'token_type':'Bearer'}",
        "{'access_token':'canary'}",
        "{'access_token':1,'token_type':'Bearer'}",
        "{'access_token':null,'token_type':'Bearer'}",
        "{'access_token':'','token_type':'Bearer'}",
        "{'access_token':'canary','token_type':'mac'}",
        "{'access_token':'canary','token_type':['Bearer']}",
        "{'access_token':'can ary','token_type':'Bearer'}",
        "{'access_token':'canary\\r\\nX: y','token_type':'Bearer'}",
        "{'access_token':'canary\\n','token_type':'Bearer'}",
        "{'access_token':'canary\\u0000','token_type':'Bearer'}",
        "{'access_token':'cañary','token_type':'Bearer'}",
        "{'access_token':'canary','access_token':'b','token_type':'Bearer'}",
        "{'access_token':'canary','token_type':'Bearer'} x"
      })
  void uselessAnswerIsNoToken(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> {
              assertThat(failure.reason()).contains(AttemptCause.NO_TOKEN);
              assertThat(TokenFailure.statusCode(failure)).hasValue(200);
            })
        .hasNoCause()
        .message()
        .doesNotContain("canary");
  }

  @Test
  void sizeOfTokenIsBounded() throws Exception {
    String json = "{'access_token':'%s','token_type':'Bearer'}";

    assertThat(read(json.formatted("x".repeat(16384))).value()).hasSize(16384);
    assertThatThrownBy(() -> read(json.formatted("x".repeat(16385))))
        .isInstanceOf(TokenFailure.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 404, 429, 500, 503})
  void otherStatusIsARefusal(int status) {
    byte[] body = "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}".getBytes();

    assertThatThrownBy(() -> AccessToken.read(status, body))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> {
              assertThat(failure.reason()).contains(AttemptCause.REFUSED_BY_ISSUER);
              assertThat(TokenFailure.statusCode(failure)).hasValue(status);
            });
  }
}
