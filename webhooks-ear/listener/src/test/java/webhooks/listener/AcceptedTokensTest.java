package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.listener.ManualThreads.caller;

import org.junit.jupiter.api.Test;

class AcceptedTokensTest {
  private final AcceptedTokens tokens = new AcceptedTokens();

  @Test
  void knowsCallersOfAcceptedTokensOnly() {
    tokens.accept("one", caller("a/1"));

    assertThat(tokens.find("one")).contains(caller("a/1"));
    assertThat(tokens.find("two")).isEmpty();
  }

  @Test
  void latestCallerOfATokenCounts() {
    tokens.accept("one", caller("a/1"));
    tokens.accept("one", caller("b/1"));
    assertThat(tokens.find("one")).contains(caller("b/1"));

    tokens.refuse("one");
    tokens.refuse("one");

    assertThat(tokens.find("one")).isEmpty();
  }

  @Test
  void forgetsTheTokenThatWasNotUsedForTheLongestTime() {
    for (int i = 0; i < AcceptedTokens.MAX; i++) {
      tokens.accept("a" + i, caller("a/1"));
    }
    tokens.find("a0");

    tokens.accept("a" + AcceptedTokens.MAX, caller("a/1"));

    assertThat(tokens.find("a0")).isPresent();
    assertThat(tokens.find("a1")).isEmpty();
    assertThat(tokens.find("a2")).isPresent();
  }

  @Test
  void accountWithManyTokensLosesItsOwn() {
    tokens.accept("b", caller("b/1"));

    for (int i = 0; i < 2 * AcceptedTokens.MAX; i++) {
      tokens.accept("a" + i, caller("a/" + i));
    }

    assertThat(tokens.find("b")).contains(caller("b/1"));
    assertThat(tokens.find("a" + (AcceptedTokens.MAX + 1))).isPresent();
    assertThat(tokens.find("a" + AcceptedTokens.MAX)).isEmpty();
  }
}
