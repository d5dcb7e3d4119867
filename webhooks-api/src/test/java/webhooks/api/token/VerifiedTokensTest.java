package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
  private static final VerifiedTokens.Verified VERIFIED =
      new VerifiedTokens.Verified(null, null, null);

  private final VerifiedTokens tokens = new VerifiedTokens();

  @Test
  void forgetsTheTokenThatWasNotUsedForTheLongestTime() {
    tokens.add("first", VERIFIED);
    tokens.add("second", VERIFIED);
    for (int i = 2; i < 500; i++) {
      tokens.add("token-" + i, VERIFIED);
    }
    assertThat(tokens.find("first")).contains(VERIFIED);

    tokens.add("one more", VERIFIED);

    assertThat(tokens.find("second")).isEmpty();
    assertThat(tokens.find("first")).contains(VERIFIED);
    assertThat(tokens.size()).isEqualTo(500);
  }

  @Test
  void remembersNoLongToken() {
    String longest = "x".repeat(4096);
    tokens.add(longest, VERIFIED);
    tokens.add(longest + "x", VERIFIED);

    assertThat(tokens.size()).isOne();
    assertThat(tokens.find(longest)).contains(VERIFIED);
    assertThat(tokens.find(longest + "x")).isEmpty();
  }
}
