package webhooks.domain.delivery;

import java.util.UUID;

/**
 * Limits how many deliveries this node leases at a time, in total and per webhook.
 *
 * <p>A delivery takes a slot before it is leased.
 */
public interface Slots {
  /** No slots. New deliveries are then only inserted, and a later claim leases them. */
  Slots NONE =
      new Slots() {
        @Override
        public int free() {
          return 0;
        }

        @Override
        public int take(UUID webhookId, int wanted) {
          return 0;
        }

        @Override
        public void giveBack(UUID webhookId, int count) {}
      };

  /** Returns the total number of free slots. */
  int free();

  /**
   * Takes slots for a webhook.
   *
   * @return how many slots were taken, at most the wanted number
   */
  int take(UUID webhookId, int wanted);

  /** Gives back slots that were taken but not used for a lease. */
  void giveBack(UUID webhookId, int count);
}
