package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReservationTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private final DeliverySlots slots = TestSlots.earned(10, 4, ONE, OTHER);

  @Test
  void givesSlotsBackThatWereNotHandedOver() {
    slots.take(ONE, 1);
    try (Reservation reservation = new Reservation(slots)) {
      assertThat(reservation.take(ONE, 3)).isEqualTo(3);
      assertThat(reservation.take(OTHER, 2)).isEqualTo(2);
      assertThat(reservation.free()).isEqualTo(4);
    }

    assertThat(slots.occupied()).isEqualTo(1);
    assertThat(slots.take(ONE, 3)).isEqualTo(3);
  }

  @Test
  void handsOverOneSlotPerDelivery() {
    try (Reservation reservation = new Reservation(slots)) {
      reservation.take(ONE, 3);
      reservation.handOver(ONE);
      reservation.handOver(ONE);
    }

    assertThat(slots.occupied()).isEqualTo(2);
  }

  @Test
  void givesNoSlotBackTwice() {
    try (Reservation reservation = new Reservation(slots)) {
      reservation.take(ONE, 3);
      reservation.giveBack(ONE, 2);
      assertThat(slots.occupied()).isEqualTo(1);
    }

    assertThat(slots.occupied()).isZero();
  }

  @Test
  void handsOverNoSlotThatWasGivenBack() {
    try (Reservation reservation = new Reservation(slots)) {
      reservation.take(ONE, 3);
      reservation.giveBack(ONE, 1);
      reservation.handOver(ONE);
      reservation.handOver(ONE);
    }

    assertThat(slots.occupied()).isEqualTo(2);
  }
}
