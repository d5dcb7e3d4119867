package webhooks.listener;

import webhooks.settings.VerifiedCaller;

/**
 * Identifies for whom the listener queues a request or keeps a connection. Groups are served in
 * turn, and inside a group its members.
 *
 * <p>The keys are only compared. They are {@code Object} because the application's classes have
 * another class loader, see {@link VerifiedCaller}.
 *
 * @param member a caller of an account, or a network
 */
record QueueKey(Group group, Object member) {
  /**
   * The members that share one part of the queue and of the connections.
   *
   * @param isAccount whether the group is an account. Otherwise it is the network of callers that
   *     have sent no accepted token
   * @param key the account, or the site of the network ({@link ClientNetwork#site})
   */
  record Group(boolean isAccount, Object key) {}

  /** Returns the key for a caller that an accepted token names. */
  static QueueKey of(VerifiedCaller verified) {
    return new QueueKey(new Group(true, verified.account()), verified.caller());
  }

  /** Returns the key for a request without an accepted token. */
  static QueueKey unverified(ClientNetwork network) {
    return new QueueKey(new Group(false, network.site()), network);
  }
}
