package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.BearerToken;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.RequestCaller;
import webhooks.domain.portal.OpenSession;
import webhooks.domain.portal.PortalSession;

/** For how long a node trusts its copy of a session. */
class PortalTokensTest {
  private static final String TOKEN = "whps_" + "a".repeat(43);
  private static final PortalSession SESSION =
      new PortalSession(
          UUID.randomUUID(),
          "account",
          "client",
          "anna",
          Optional.empty(),
          false,
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(60),
          true);

  private static final LimitKey STRANGER = LimitKey.ofNetwork("192.0.2.1");

  private long nanoTime;
  private Optional<OpenSession> stored = Optional.of(lasting(Duration.ofMinutes(1)));
  private final List<String> queries = new ArrayList<>();
  private final List<Optional<LimitKey>> counted = new ArrayList<>();
  private final PortalTokens tokens = new PortalTokens(this::read, () -> nanoTime);

  private static OpenSession lasting(Duration rest) {
    return new OpenSession(SESSION, rest);
  }

  private Optional<OpenSession> read(String hash) {
    queries.add(hash);
    counted.add(RequestCaller.current().key());
    return stored;
  }

  private CallerPrincipal verify(String token) {
    return tokens.verify(token, STRANGER);
  }

  private void pass(Duration time) {
    nanoTime += time.toNanos();
  }

  @AfterEach
  void leave() {
    RequestCaller.leave();
  }

  @Test
  void asksTheDatabaseByHashOnceInTwoSeconds() {
    verify(TOKEN);
    pass(Duration.ofMillis(1999));
    verify(TOKEN);
    assertThat(queries).containsExactly(new BearerToken(TOKEN).hash());

    pass(Duration.ofMillis(1));
    verify(TOKEN);
    assertThat(queries).hasSize(2);
  }

  @Test
  void refusesRevokedTokenAfterTwoSeconds() {
    verify(TOKEN);
    stored = Optional.empty();
    pass(Duration.ofSeconds(2));

    assertThatThrownBy(() -> verify(TOKEN)).isInstanceOf(InvalidToken.class);
  }

  @Test
  void refusesExpiredTokenAtOnce() {
    stored = Optional.of(lasting(Duration.ofMillis(300)));
    verify(TOKEN);
    stored = Optional.empty();
    pass(Duration.ofMillis(300));

    assertThatThrownBy(() -> verify(TOKEN)).isInstanceOf(InvalidToken.class);
  }

  @Test
  void firstLookUpCountsForStrangersAndFurtherOnesForTheUser() {
    verify(TOKEN);
    pass(Duration.ofSeconds(3));
    LimitKey user = verify(TOKEN).caller().limitKey();

    assertThat(counted).containsExactly(Optional.of(STRANGER), Optional.of(user));
  }

  @Test
  void asksForNoTextOfAnotherForm() {
    for (String text : List.of("whps_", TOKEN + "a", TOKEN.replace('a', '.'))) {
      assertThatThrownBy(() -> verify(text)).isInstanceOf(InvalidToken.class);
    }
    assertThat(queries).isEmpty();
  }

  @Test
  void keepsABoundedNumberOfCopies() {
    for (int i = 0; i <= PortalTokens.MAX_COPIES; i++) {
      verify("whps_%043d".formatted(i));
    }
    queries.clear();

    verify("whps_%043d".formatted(0));
    verify("whps_%043d".formatted(PortalTokens.MAX_COPIES));

    assertThat(queries).hasSize(1);
  }

  @Test
  void principalHasTheClaimsOfTheSession() {
    CallerPrincipal principal = verify(TOKEN);

    assertThat(principal.getName()).isEqualTo("portal:anna");
    assertThat(principal.getSubject()).isEqualTo("portal:anna");
    assertThat(principal.getExpirationTime()).isEqualTo(60);
    assertThat(principal.getRawToken()).isEqualTo(TOKEN);
    assertThat(principal.getClaimNames()).contains("sub", "exp", "raw_token");
    assertThat(principal.toString() + principal.caller()).doesNotContain(TOKEN);
  }
}
