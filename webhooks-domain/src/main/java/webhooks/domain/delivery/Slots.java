package webhooks.domain.delivery;

import java.util.UUID;

/** How many more deliveries this node may hold, in all and for each webhook. */
public interface Slots {
  /** Grants nothing: what is written with it waits for a claim. */
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

  /** Returns how many more it may hold in all. */
  int free();

  /**
   * Takes slots for a webhook.
   *
   * @return how many of the wanted were granted
   */
  int take(UUID webhookId, int wanted);

  /** Gives slots back that are not used. */
  void giveBack(UUID webhookId, int count);
}
