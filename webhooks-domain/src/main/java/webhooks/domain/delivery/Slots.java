package webhooks.domain.delivery;

import java.util.UUID;

/** The free slots of this node, in all and for each webhook. Each lease needs a slot. */
public interface Slots {
  /** Slots that are never free: deliveries that are inserted with them are left for a claim. */
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

  /** Returns how many slots are free in all. */
  int free();

  /**
   * Takes slots for a webhook.
   *
   * @return how many slots were taken, at most the wanted number
   */
  int take(UUID webhookId, int wanted);

  /** Gives unused slots back. */
  void giveBack(UUID webhookId, int count);
}
