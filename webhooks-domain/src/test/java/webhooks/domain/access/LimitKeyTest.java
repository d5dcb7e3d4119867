package webhooks.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import webhooks.domain.limit.LimitKey;

class LimitKeyTest {
  private static final LimitKey MARIA = Callers.user("console", "a", "maria").limitKey();

  @Test
  void countsEachUserOfAClientAlone() {
    assertThat(MARIA.caller())
        .isEqualTo(Callers.user("console", "a", "maria").limitKey().caller())
        .isNotEqualTo(Callers.user("console", "a", "john").limitKey().caller())
        .isNotEqualTo(Callers.user("console", "b", "maria").limitKey().caller())
        .isNotEqualTo(Callers.user("other", "a", "maria").limitKey().caller());
  }

  @Test
  void countsAnApplicationWhateverItsAccount() {
    LimitKey ofA = Callers.tenant("client", "a").limitKey();
    LimitKey ofB = Callers.tenant("client", "b").limitKey();

    assertThat(ofA.caller()).isEqualTo(ofB.caller());
    assertThat(ofA.account()).isNotEqualTo(ofB.account());
  }

  @Test
  void usersAndApplicationsOfAnAccountShareIt() {
    assertThat(MARIA.account())
        .isEqualTo(Callers.user("console", "a", "john").limitKey().account())
        .isEqualTo(Callers.tenant("client", "a").limitKey().account())
        .isEqualTo(LimitKey.ofAccount("a").account())
        .isNotEqualTo(Callers.user("console", "b", "maria").limitKey().account());
  }

  /** A client can log users in and be a service application too. */
  @Test
  void userWithoutIdIsNoApplication() {
    assertThat(LimitKey.ofUser("client", Optional.empty(), Optional.empty()).caller())
        .isNotEqualTo(LimitKey.ofApplication("client", Optional.empty()).caller());
  }

  /** Otherwise a token without an account would get a share of its own. */
  @Test
  void callersWithoutAccountShareOne() {
    assertThat(LimitKey.ofApplication("client", Optional.empty()).account())
        .isEqualTo(LimitKey.ofApplication("other", Optional.empty()).account())
        .isEqualTo(LimitKey.ofUser("console", Optional.empty(), Optional.of("maria")).account())
        .isEqualTo(LimitKey.WITHOUT_ACCOUNT.account());
  }

  @Test
  void userWithTheScopesOfOperatorsAloneSharesTheAccount() {
    Caller maria =
        new Caller(
            "console",
            Optional.of("a"),
            false,
            false,
            false,
            Set.of(TokenScope.PUBLISH, TokenScope.ADMIN),
            Optional.of("maria"),
            new BearerToken("a.b.c"));

    assertThat(maria.limitKey()).isEqualTo(MARIA);
  }

  @Test
  void publishersAndOperatorsShareWithNobody() {
    LimitKey publisher = Callers.withScopes(TokenScope.PUBLISH).limitKey();

    assertThat(publisher.account()).isEqualTo(publisher.caller());
    assertThat(publisher.caller())
        .isEqualTo(Callers.withScopes(TokenScope.ADMIN).limitKey().account())
        .isEqualTo(Callers.withScopes(TokenScope.MODIFY).limitKey().caller());
    assertThat(Callers.withScopes(TokenScope.MODIFY).limitKey().account())
        .isEqualTo(LimitKey.ofAccount("account").account());
  }

  /** The server's listener compares accounts and callers by these values. */
  @Test
  void listenerTellsCallersApartAsTheLimitsDo() {
    assertThat(MARIA.verified())
        .isEqualTo(Callers.user("console", "a", "maria").limitKey().verified())
        .isNotEqualTo(Callers.user("console", "a", "john").limitKey().verified());
    assertThat(MARIA.verified().account())
        .isEqualTo(Callers.tenant("client", "a").limitKey().verified().account())
        .isNotEqualTo(Callers.user("console", "b", "maria").limitKey().verified().account())
        .isNotEqualTo(Callers.tenant("client", "a").limitKey().trusted().verified().account());
  }

  @Test
  void strangerIsKnownByItsNetworkOrNotAtAll() {
    assertThat(LimitKey.ofNetwork("192.0.2.1").isStranger()).isTrue();
    assertThat(LimitKey.WITHOUT_ACCOUNT.isStranger()).isTrue();
    assertThat(LimitKey.ofApplication("client", Optional.empty()).isStranger()).isFalse();
    assertThat(MARIA.isStranger()).isFalse();
  }
}
