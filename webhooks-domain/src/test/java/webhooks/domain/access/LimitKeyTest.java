package webhooks.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitKeyTest {
  private static LimitKey user(String client, String account, String user) {
    return Callers.user(client, account, user).limitKey();
  }

  @Test
  void countsEachUserOfAClientAlone() {
    assertThat(user("console", "a", "maria"))
        .isEqualTo(user("console", "a", "maria"))
        .isNotEqualTo(user("console", "a", "john"))
        .isNotEqualTo(user("console", "b", "maria"))
        .isNotEqualTo(user("other", "a", "maria"));
  }

  @Test
  void countsAnApplicationWhateverItsAccount() {
    assertThat(Callers.of("client", "a", true, false).limitKey())
        .isEqualTo(Callers.of("client", "b", true, true).limitKey())
        .isEqualTo(LimitKey.ofApplication("client"));
  }

  @Test
  void countsUsersWithoutIdByAccount() {
    assertThat(Callers.of("console", "a", false, true).limitKey())
        .isNotEqualTo(Callers.of("console", "b", false, true).limitKey())
        .isNotEqualTo(LimitKey.ofApplication("console"));
  }

  /** A client can log users in and be a service application too. */
  @Test
  void usersWithoutAccountOrIdAreNoApplication() {
    LimitKey anonymous = Callers.of("console", Optional.empty(), false, false).limitKey();

    assertThat(anonymous)
        .isNotEqualTo(LimitKey.ofApplication("console"))
        .isEqualTo(anonymous.shared());
    assertThat(userWithoutAccount("maria").shared())
        .isEqualTo(userWithoutAccount("john").shared())
        .isEqualTo(anonymous);
  }

  private static LimitKey userWithoutAccount(String user) {
    return LimitKey.ofUser("console", Optional.empty(), Optional.of(user));
  }

  @Test
  void usersOfAnAccountShareAKey() {
    assertThat(user("console", "a", "maria").shared())
        .isEqualTo(user("console", "a", "john").shared())
        .isEqualTo(Callers.of("console", "a", false, true).limitKey().shared())
        .isNotEqualTo(user("console", "b", "maria").shared());
    LimitKey application = LimitKey.ofApplication("client");
    assertThat(application.shared()).isEqualTo(application);
    assertThat(application.accountId()).isEqualTo(Optional.empty());
  }
}
