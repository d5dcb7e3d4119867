package webhooks.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StrangerWaitsTest {
  private static final int MAX = 4;

  private final StrangerWaits waits = new StrangerWaits(MAX);
  private final List<StrangerWaits.Wait> begun = new ArrayList<>();

  /** All waits of a test belong to its thread, which is interrupted for some of them. */
  @AfterEach
  void end() {
    begun.forEach(StrangerWaits.Wait::close);
  }

  private StrangerWaits.Wait begin(String address, long since) {
    StrangerWaits.Wait wait = waits.begin(LimitKey.ofNetwork(address), since);
    begun.add(wait);
    return wait;
  }

  private List<Boolean> givenUp() {
    return begun.stream().map(StrangerWaits.Wait::isGivenUp).toList();
  }

  @Test
  void newWaitEndsTheOldestOfItsAddress() {
    begin("192.0.2.1", 2);
    begin("192.0.2.1", 1);
    begin("192.0.2.1", 3);
    begin("192.0.2.1", 4);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    begin("192.0.2.1", 5);

    assertThat(givenUp()).containsExactly(false, true, false, false, false);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void addressWithTheMostWaitsGivesUpOne() {
    begin("192.0.2.1", 1);
    begin("192.0.2.2", 2);
    begin("192.0.2.2", 3);
    begin("192.0.2.2", 4);

    begin("192.0.2.1", 5);
    assertThat(givenUp()).containsExactly(false, true, false, false, false);

    begin("192.0.2.3", 6);
    assertThat(givenUp()).containsExactly(true, true, false, false, false, false);
  }

  /** For example the wait for the next of many bytes that come slowly. */
  @Test
  void laterWaitOfAnOldRequestIsGivenUpItself() {
    for (int i = 0; i < MAX; i++) {
      begin("192.0.2.1", 10 + i);
    }

    assertThat(begin("192.0.2.1", 1).isGivenUp()).isTrue();
    assertThat(givenUp()).containsExactly(false, false, false, false, true);
  }

  @Test
  void closedWaitLeavesItsPlaceAndNoInterrupt() {
    for (int i = 0; i <= MAX; i++) {
      begin("192.0.2.1", i);
    }
    begun.get(0).close();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    begun.get(1).close();
    begin("192.0.2.1", MAX + 1);

    assertThat(givenUp()).containsExactly(true, false, false, false, false, false);
  }
}
