package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.api.token.InvalidToken.Check;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.settings.MutableClock;

class TokenVerifierTest {
  private static final MutableClock CLOCK = new MutableClock();
  private static final Instant NOW = CLOCK.instant();

  private final TokenVerifier verifier = verifier();

  private static TokenVerifier verifier(String... settings) {
    return new TokenVerifier(TestIssuer.settings(settings).token(), CLOCK);
  }

  private static TestToken rsa() {
    return TestIssuer.token(TestIssuer.RSA, CLOCK);
  }

  private static Named<UnaryOperator<TestToken>> row(String name, UnaryOperator<TestToken> change) {
    return Named.of(name, change);
  }

  private static Arguments failing(Check check, String name, UnaryOperator<TestToken> change) {
    return Arguments.of(check, Named.of(name, change));
  }

  static Stream<Named<UnaryOperator<TestToken>>> valid() {
    return Stream.of(
        row("neither sub, jti, iat nor typ", token -> token),
        row("typ JWT", token -> token.typed("JWT")),
        row("typ at+jwt", token -> token.typed("at+jwt")),
        row("typ application/at+jwt", token -> token.typed("application/at+jwt")),
        row("no kid", token -> token.keyId(null)),
        row("expired within the skew", token -> token.with("exp", NOW.minusSeconds(59))),
        row("not yet valid within the skew", token -> token.with("nbf", NOW.plusSeconds(60))),
        row("client in azp", token -> token.with("client_id", null).with("azp", "service-1")),
        row("client in appid", token -> token.with("client_id", null).with("appid", "service-1")));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void acceptsValidTokens(UnaryOperator<TestToken> change) {
    assertThat(verifier.verify(change.apply(rsa()).signed()).caller().clientId())
        .isEqualTo("service-1");
  }

  static Stream<Arguments> invalid() {
    return Stream.of(
        failing(Check.EXPIRY, "expired", token -> token.with("exp", NOW.minusSeconds(60))),
        failing(Check.EXPIRY, "no exp", token -> token.with("exp", null)),
        failing(Check.NOT_BEFORE, "not yet valid", token -> token.with("nbf", NOW.plusSeconds(61))),
        failing(Check.ISSUER, "other issuer", token -> token.with("iss", "https://other.example")),
        failing(
            Check.ISSUER,
            "issuer with a slash more",
            token -> token.with("iss", TestIssuer.NAME + "/")),
        failing(Check.ISSUER, "no issuer", token -> token.with("iss", null)),
        failing(Check.CLIENT, "no client", token -> token.with("client_id", null)),
        failing(Check.CLIENT, "blank client", token -> token.with("client_id", " ")),
        failing(
            Check.CLIENT,
            "client with a control character",
            token -> token.with("client_id", "a\u0000")),
        failing(Check.CLIENT, "client too long", token -> token.with("client_id", "x".repeat(256))),
        failing(
            Check.CLIENT,
            "client that is no text",
            token -> token.with("client_id", 1).with("azp", "a")),
        failing(Check.CRITICAL, "crit header", token -> token.critical("exp")),
        failing(
            Check.CRITICAL, "crit header that the library accepts", token -> token.critical("b64")),
        failing(Check.TYPE, "token of another kind", token -> token.typed("logout+jwt")),
        failing(
            Check.LENGTH, "too large a token", token -> token.with("more", "x".repeat(16 * 1024))),
        failing(Check.KEY, "unknown kid", token -> token.keyId("other")));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesInvalidTokens(Check check, UnaryOperator<TestToken> change) {
    assertRefused(verifier, check, change.apply(rsa()).signed());
  }

  @Test
  void refusesVerifiedTokenOnceItHasExpired() {
    MutableClock clock = new MutableClock();
    TokenVerifier own = new TokenVerifier(TestIssuer.settings().token(), clock);
    String token = rsa().with("exp", clock.instant().plusSeconds(10)).signed();
    assertThat(own.verify(token)).isSameAs(own.verify(token));

    clock.advance(Duration.ofSeconds(70));
    assertRefused(own, Check.EXPIRY, token);
  }

  @Test
  void refusesVerifiedTokenWithOtherSignature() {
    String token = rsa().signed();
    verifier.verify(token);

    int signature = token.lastIndexOf('.') + 1;
    char first = token.charAt(signature);
    assertRefused(
        verifier,
        Check.SIGNATURE,
        token.substring(0, signature)
            + (first == 'A' ? 'B' : 'A')
            + token.substring(signature + 1));
  }

  @Test
  void acceptsEs256BesideRs256() {
    assertThat(verifier.verify(TestIssuer.token(TestIssuer.EC, CLOCK).signed()).caller().clientId())
        .isEqualTo("service-1");
  }

  @Test
  void refusesEveryOtherAlgorithm() throws Exception {
    byte[] publicKey = TestIssuer.RSA.toRSAPublicKey().getEncoded();
    assertRefused(verifier, Check.FORM, rsa().unsigned());
    assertRefused(verifier, Check.ALGORITHM, rsa().signedWithSecret(publicKey));
    assertRefused(
        verifier,
        Check.ALGORITHM,
        rsa().signedWithSecret(TestIssuer.jwks(TestIssuer.RSA).getBytes()));
    assertRefused(verifier, Check.ALGORITHM, rsa().signedWith(JWSAlgorithm.RS512));
    assertRefused(verifier, Check.ALGORITHM, rsa().signedWith(JWSAlgorithm.PS256));
  }

  @Test
  void refusesOtherKeyWithSameKeyId() {
    assertRefused(
        verifier, Check.SIGNATURE, TestIssuer.token(TestIssuer.rsa("rsa-1"), CLOCK).signed());
    assertRefused(
        verifier, Check.SIGNATURE, TestIssuer.token(TestIssuer.ec("ec-1"), CLOCK).signed());
    assertRefused(
        verifier, Check.KEY, TestIssuer.token(TestIssuer.EC, CLOCK).keyId("rsa-1").signed());
  }

  @Test
  void refusesTextThatIsNoToken() {
    String[] parts = rsa().signed().split("\\.");
    String payload = rsa().with("org", "other").signed().split("\\.")[1];
    Stream.of(
            "",
            "garbage",
            "a.b.c",
            "..",
            // The header is null, an array, a number, and an object whose members are null.
            "bnVsbA." + parts[1] + "." + parts[2],
            "W10." + parts[1] + "." + parts[2],
            "MQ." + parts[1] + "." + parts[2],
            "eyJhbGciOm51bGwsInR5cCI6bnVsbH0." + parts[1] + "." + parts[2],
            // The claims are null.
            parts[0] + ".bnVsbA." + parts[2],
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + payload + "." + parts[2],
            rsa().signed() + "=",
            " " + rsa().signed(),
            rsa().signed() + ".a.b")
        .forEach(text -> assertRefused(verifier, text));
  }

  @Test
  void requiresConfiguredAudience() {
    TokenVerifier strict = verifier("mp.jwt.verify.audiences", "webhooks,https://webhooks.example");
    assertThat(strict.verify(rsa().with("aud", List.of("x", "webhooks")).signed())).isNotNull();
    assertThat(strict.verify(rsa().with("aud", "https://webhooks.example").signed())).isNotNull();
    assertRefused(strict, Check.AUDIENCE, rsa().with("aud", "other").signed());
    assertRefused(strict, Check.AUDIENCE, rsa().with("aud", null).signed());
  }

  @Test
  void acceptsAnyAudienceWhereNoneIsRequired() {
    TokenVerifier lenient =
        verifier(
            "mp.jwt.verify.audiences",
            "",
            "webhooks.token.admin-clients",
            "",
            "webhooks.token.publisher-clients",
            "");

    assertThat(lenient.verify(rsa().with("aud", "other").signed())).isNotNull();
  }

  @Test
  void acceptsOnlyTheConfiguredAlgorithm() {
    TokenVerifier strict = verifier("mp.jwt.verify.publickey.algorithm", "ES256");

    assertThat(strict.verify(TestIssuer.token(TestIssuer.EC, CLOCK).signed())).isNotNull();
    assertRefused(strict, Check.ALGORITHM, rsa().signed());
  }

  @Test
  void honoursTheConfiguredSkew() {
    TokenVerifier exact = verifier("mp.jwt.verify.clock.skew", "0");

    assertRefused(exact, Check.EXPIRY, rsa().with("exp", NOW).signed());
    assertThat(exact.verify(rsa().with("exp", NOW.plusSeconds(1)).signed())).isNotNull();
    assertRefused(exact, Check.NOT_BEFORE, rsa().with("nbf", NOW.plusSeconds(1)).signed());
  }

  @Test
  void refusesTokensOverTheConfiguredAge() {
    TokenVerifier strict = verifier("mp.jwt.verify.token.age", "300");

    assertThat(strict.verify(rsa().with("iat", NOW.minusSeconds(359)).signed())).isNotNull();
    assertRefused(strict, Check.AGE, rsa().with("iat", NOW.minusSeconds(360)).signed());
    assertRefused(strict, Check.AGE, rsa().signed());
  }

  @Test
  void refusesAllTokensWithoutIssuerOrKey() {
    assertRefused(verifier("mp.jwt.verify.issuer", ""), Check.ISSUER, rsa().signed());
    assertRefused(verifier("mp.jwt.verify.publickey", ""), Check.KEY, rsa().signed());
  }

  @Test
  void readsTheCaller() {
    Caller token =
        verifier.verify(rsa().with("exp", NOW.plus(Duration.ofHours(1))).signed()).caller();
    assertThat(token.accountId()).contains("account-1");
    assertThat(token.serviceApplication()).isTrue();
    assertThat(token.administrator()).isFalse();
    assertThat(token.scopes())
        .containsExactlyInAnyOrder(TokenScope.READ, TokenScope.MODIFY, TokenScope.PORTAL);
  }

  private static void assertRefused(TokenVerifier verifier, Check check, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            InvalidToken.class, refusal -> assertThat(refusal.check()).isEqualTo(check));
    assertRefused(verifier, token);
  }

  private static void assertRefused(TokenVerifier verifier, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            InvalidToken.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
              assertThat(refusal)
                  .hasMessage(
                      "Access denied due to invalid access_token. Make sure that issuer is correct,"
                          + " the token is not expired and is not corrupted.");
            });
  }
}
