package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReservationTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private final DeliverySlots inFlight = new DeliverySlots(10, 4);

  @Test
  void givesAllSlotsBackThatWereNotHandedOver() {
    inFlight.take(ONE, 1);
    try (Reservation reservation = new Reservation(inFlight)) {
      assertThat(reservation.take(ONE, 5)).isEqualTo(3);
      assertThat(reservation.take(OTHER, 2)).isEqualTo(2);
      assertThat(reservation.free()).isEqualTo(4);
    }

    assertThat(inFlight.held()).isEqualTo(1);
    assertThat(inFlight.take(ONE, 5)).isEqualTo(3);
  }

  @Test
  void leavesASlotToEachDeliveryAndGivesTheOthersBack() {
    try (Reservation reservation = new Reservation(inFlight)) {
      reservation.take(ONE, 3);
      reservation.handOver(ONE);
      reservation.handOver(ONE);
    }

    assertThat(inFlight.held()).isEqualTo(2);
  }

  @Test
  void doesNotGiveBackTwiceWhatWasNotUsed() {
    try (Reservation reservation = new Reservation(inFlight)) {
      reservation.take(ONE, 3);
      reservation.giveBack(ONE, 2);
      assertThat(inFlight.held()).isEqualTo(1);
    }

    assertThat(inFlight.held()).isZero();
  }

  @Test
  void leavesNoSlotTwice() {
    try (Reservation reservation = new Reservation(inFlight)) {
      reservation.take(ONE, 3);
      reservation.giveBack(ONE, 1);
      reservation.handOver(ONE);
      reservation.handOver(ONE);
    }

    assertThat(inFlight.held()).isEqualTo(2);
  }
}
