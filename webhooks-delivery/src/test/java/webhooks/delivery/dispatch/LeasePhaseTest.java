package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.delivery.dispatch.LeasePhase.Transition;

class LeasePhaseTest {
  /** A row for each phase, with the next phase by transition in the order of {@link Transition}. */
  private static final String TABLE =
      """
      phase      RESERVE  PREFETCH   START     END        RECORD   RETURN    GIVE_UP
      RELEASED   RESERVED -          -         -          -        -         -
      RESERVED   -        PREFETCHED -         -          -        RETURNING RELEASED
      PREFETCHED -        -          IN_FLIGHT -          -        RETURNING RELEASED
      IN_FLIGHT  -        -          -         UNRECORDED -        RETURNING RELEASED
      UNRECORDED -        -          -         -          RELEASED -         -
      RETURNING  -        -          -         -          -        -         RELEASED
      """;

  private static Stream<Arguments> pairs() {
    return TABLE
        .lines()
        .skip(1)
        .map(row -> row.split(" +"))
        .flatMap(
            row ->
                Arrays.stream(Transition.values())
                    .map(
                        transition ->
                            Arguments.of(
                                LeasePhase.valueOf(row[0]),
                                transition,
                                row[transition.ordinal() + 1])));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void transitionChangesPhaseAsInTheTable(LeasePhase phase, Transition transition, String next) {
    if (next.equals("-")) {
      assertThatThrownBy(() -> phase.after(transition))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(phase.name())
          .hasMessageContaining(transition.name());
    } else {
      assertThat(phase.after(transition)).isEqualTo(LeasePhase.valueOf(next));
    }
  }

  /** So no transition frees a slot twice: nothing but a reservation leaves the last phase. */
  @ParameterizedTest
  @EnumSource(LeasePhase.class)
  void eachPhaseLeadsToTheRelease(LeasePhase phase) {
    Map<LeasePhase, Boolean> reached = new EnumMap<>(LeasePhase.class);
    visit(phase, reached);

    assertThat(reached).containsKey(LeasePhase.RELEASED);
  }

  private static void visit(LeasePhase phase, Map<LeasePhase, Boolean> reached) {
    if (reached.put(phase, true) == null && phase != LeasePhase.RELEASED) {
      for (Transition transition : Transition.values()) {
        try {
          visit(phase.after(transition), reached);
        } catch (IllegalStateException e) {
          // The table has no such transition.
        }
      }
    }
  }
}
