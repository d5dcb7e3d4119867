package webhooks.domain.database;

import webhooks.domain.database.lock.ChangeLock;

/** A lock that never blocks, for tests without a container's transactions. */
public final class NoChangeLock extends ChangeLock {
  @Override
  public void take() {
    // Always free.
  }

  @Override
  public void takeForCreation(String owner) {
    // Always free.
  }
}
