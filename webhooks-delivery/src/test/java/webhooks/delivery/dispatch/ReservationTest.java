package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReservationTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private final NodeLeases leases = TestLeases.earned(10, 4, ONE, OTHER);

  @Test
  void givesSlotsBackThatWereNotHandedOver() {
    leases.take(ONE, 1);
    try (Reservation reservation = new Reservation(leases)) {
      assertThat(reservation.take(ONE, 3)).isEqualTo(3);
      assertThat(reservation.take(OTHER, 2)).isEqualTo(2);
      assertThat(reservation.free()).isEqualTo(4);
    }

    assertThat(leases.use().leased()).isEqualTo(1);
    assertThat(leases.take(ONE, 3)).isEqualTo(3);
  }

  @Test
  void handsOverOneSlotPerDelivery() {
    try (Reservation reservation = new Reservation(leases)) {
      reservation.take(ONE, 3);
      reservation.handOver(TestLeases.delivery(ONE, 0));
      reservation.handOver(TestLeases.delivery(ONE, 0));
    }

    assertThat(leases.use().leased()).isEqualTo(2);
  }

  @Test
  void givesNoSlotBackTwice() {
    try (Reservation reservation = new Reservation(leases)) {
      reservation.take(ONE, 3);
      reservation.giveBack(ONE, 2);
      assertThat(leases.use().leased()).isEqualTo(1);
    }

    assertThat(leases.use().leased()).isZero();
  }

  @Test
  void handsOverNoSlotThatWasGivenBack() {
    try (Reservation reservation = new Reservation(leases)) {
      reservation.take(ONE, 3);
      reservation.giveBack(ONE, 1);
      reservation.handOver(TestLeases.delivery(ONE, 0));
      reservation.handOver(TestLeases.delivery(ONE, 0));
    }

    assertThat(leases.use().leased()).isEqualTo(2);
  }
}
