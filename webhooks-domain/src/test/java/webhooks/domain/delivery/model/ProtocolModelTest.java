package webhooks.domain.delivery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries every order of the steps of the delivery protocol, within bounds. */
class ProtocolModelTest {
  private static final Protocol SMALL = protocol(2, 1, 2, new Disturbances(1, 1, 0, 1, 2));

  static Stream<Protocol> protocols() {
    return Stream.of(
        protocol(2, 1, 1, new Disturbances(1, 1, 0, 1, 2)),
        protocol(2, 1, 1, new Disturbances(1, 1, 1, 0, 0)),
        protocol(2, 1, 1, new Disturbances(0, 1, 0, 2, 2)),
        protocol(2, 1, 2, new Disturbances(1, 0, 0, 2, 0)),
        protocol(2, 1, 2, new Disturbances(1, 1, 0, 1, 0)),
        protocol(3, 1, 1, new Disturbances(1, 1, 0, 0, 0)),
        protocol(2, 2, 1, new Disturbances(0, 0, 0, 0, 0)));
  }

  private static Protocol protocol(
      int nodes, int deliveries, int attempts, Disturbances disturbances) {
    return new Protocol(nodes, deliveries, attempts, disturbances, PlantedFault.NONE);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void keepsEachPromiseInEveryOrder(Protocol protocol) {
    Search.Result result = search(protocol);

    assertThat(result.violation()).isEmpty();
    // A mistake in the model could leave the search without steps.
    assertThat(result.states()).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "RECORDS_WITHOUT_LEASE, FORMER_LEASE_CHANGES_NOTHING, 5",
    "RETURNS_WITHOUT_LEASE, NO_ATTEMPT_WITHOUT_REQUEST, 8",
    "SENDS_AFTER_LEASE_END, ONE_ATTEMPT_AT_A_TIME, 6",
    "CLAIM_IGNORES_LEASE, ONE_ATTEMPT_AT_A_TIME, 4",
    "CLAIM_COUNTS_ATTEMPT, HISTORY_IS_COMPLETE, 2",
    "CLAIMS_BESIDE_LATE_OUTCOMES, OUTCOME_IS_RECORDED_FIRST, 7",
    "LEASE_NEVER_ENDS, EVERY_DELIVERY_CAN_FINISH, 3",
    "FORGETS_REDELIVERY, EACH_REQUESTED_ATTEMPT_IS_MADE, 5",
    "RETURN_KEEPS_REDELIVERY, NO_ATTEMPT_WITHOUT_REQUEST, 11",
    "SENDS_ENDED_ACTIVATION, ENDED_ACTIVATION_IS_NOT_SENT, 4",
    "CANCELS_CURRENT_ACTIVATION, ONLY_ENDED_ACTIVATIONS_ARE_CANCELLED, 4",
    "LOSES_ON_CRASH, NO_EVENT_IS_LOST, 1"
  })
  void findsPlantedFault(PlantedFault fault, Invariant broken, int steps) {
    Search.Result result = search(SMALL.with(fault));

    Search.Violation violation = result.violation().orElseThrow();
    assertThat(violation.invariant()).isEqualTo(broken);
    assertThat(violation.trace()).hasSize(steps);
  }

  @Test
  void traceShowsTheShortestPath() {
    Search.Result result = search(SMALL.with(PlantedFault.FORGETS_REDELIVERY));

    assertThat(result.violation().orElseThrow())
        .hasToString(
            """
            EACH_REQUESTED_ATTEMPT_IS_MADE
              1. node 1 accepts event 1 and leases its delivery
              2. node 1 starts an attempt of delivery 1
              3. node 1 gets a success for delivery 1
              4. the owner redelivers delivery 1
              5. node 1 records the outcome of delivery 1\
            """);
  }

  /**
   * An owner redelivers a delivery that is leased under an ended activation. If its node has not
   * begun the attempt, it returns the delivery, or its lease ends: then one attempt is made.
   */
  @Test
  void redeliveryAfterAnActivationNeverSendsTwice() {
    Protocol requeues = protocol(2, 1, 1, new Disturbances(0, 0, 0, 1, 2));

    assertThat(search(requeues).violation()).isEmpty();
    Protocol faulty = requeues.with(PlantedFault.RETURN_KEEPS_REDELIVERY);
    assertThat(search(faulty).violation().orElseThrow().trace())
        .extracting(Protocol.Step::action)
        .containsExactly(
            Action.INTAKE_LEASES,
            Action.DEACTIVATE,
            Action.ACTIVATE,
            Action.REDELIVER,
            Action.RETURN,
            Action.CLAIM,
            Action.START,
            Action.SUCCEED,
            Action.RECORD,
            Action.CLAIM,
            Action.START);
  }

  private static Search.Result search(Protocol protocol) {
    long started = System.nanoTime();
    Search.Result result = Search.run(protocol);
    long millis = (System.nanoTime() - started) / 1_000_000;
    System.out.printf("%s: %d states in %d ms%n", protocol, result.states(), millis);
    result.violation().ifPresent(System.out::println);
    return result;
  }
}
