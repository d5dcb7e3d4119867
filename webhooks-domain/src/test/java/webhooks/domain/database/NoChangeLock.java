package webhooks.domain.database;

/** Nothing to wait for: for tests without a container's transactions. */
public final class NoChangeLock extends ChangeLock {
  @Override
  public void take() {
    // Always free.
  }
}
