package webhooks.listener;

import webhooks.settings.VerifiedCaller;

/**
 * The caller of a request, as far as the listener knows it. Groups take turns, and in a group its
 * members do.
 *
 * @param member a caller of an account, or a network
 */
record Caller(Group group, Object member) {
  /**
   * Callers that share.
   *
   * @param isAccount whether the group is an account. Otherwise it is a network: the application
   *     has accepted no token of these callers
   * @param key the account or the network
   */
  record Group(boolean isAccount, Object key) {}

  /** Returns the caller that an accepted token names. */
  static Caller of(VerifiedCaller caller) {
    return new Caller(new Group(true, caller.account()), caller.caller());
  }

  /** Returns a caller that is not known. */
  static Caller at(ClientNetwork network) {
    return new Caller(new Group(false, network.site()), network);
  }
}
