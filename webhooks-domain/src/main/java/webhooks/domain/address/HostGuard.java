package webhooks.domain.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps deliveries from hosts that have an address which the policy does not permit.
 *
 * <p>All addresses of a host must be permitted: a mixed answer is not used at all, since its sender
 * controls which address is first.
 */
public final class HostGuard {
  private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(2);

  private final AddressPolicy policy;
  private final NameResolver resolver;
  private final Duration lookupLimit;

  /** Creates a guard that judges by the policy what the resolver finds. */
  public HostGuard(AddressPolicy policy, NameResolver resolver) {
    this(policy, resolver, LOOKUP_LIMIT);
  }

  HostGuard(AddressPolicy policy, NameResolver resolver, Duration lookupLimit) {
    this.policy = policy;
    this.resolver = resolver;
    this.lookupLimit = lookupLimit;
  }

  /**
   * Returns the addresses of the host, all of them permitted, never none. Blocks while a name is
   * looked up.
   *
   * <p>Connect to these and to nothing else: the name may stand for something else a moment later.
   *
   * @throws ForbiddenAddress if one of them is not permitted
   * @throws UnknownHostException if the host is a name that has none
   */
  public List<InetAddress> vettedAddresses(CallbackHost host) throws UnknownHostException {
    List<InetAddress> addresses = host.addresses(resolver);
    if (!addresses.stream().allMatch(policy::permits)) {
      throw new ForbiddenAddress();
    }
    return addresses;
  }

  /**
   * Refuses a host that is known to be forbidden. Takes at most two seconds.
   *
   * <p>A name that does not resolve, or not in time, passes: every send judges it again. A look-up
   * that hangs holds a thread of the executor, not the caller's; so the executor bounds how many
   * can hang, and when it takes no more, names pass.
   *
   * @param lookups where names are looked up
   * @throws InvalidCallbackUrl if the host is forbidden
   */
  public void requireAllowed(CallbackHost host, Executor lookups) {
    boolean forbidden =
        host instanceof CallbackHost.Named ? isForbiddenInTime(host, lookups) : isForbidden(host);
    if (forbidden) {
      throw new InvalidCallbackUrl("The host of 'callbackUrl' is not allowed.");
    }
  }

  private boolean isForbiddenInTime(CallbackHost host, Executor lookups) {
    try {
      // The time-out completes the very future that waits in the queue, so that a look-up whose
      // caller has given up never begins.
      return CompletableFuture.supplyAsync(() -> isForbidden(host), lookups)
          .completeOnTimeout(false, lookupLimit.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private boolean isForbidden(CallbackHost host) {
    try {
      vettedAddresses(host);
      return false;
    } catch (ForbiddenAddress e) {
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
