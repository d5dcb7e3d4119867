package webhooks.domain.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * Refuses hosts with an address that the policy does not permit.
 *
 * <p>All addresses of a host must be permitted. If one is not, none is used, because the name
 * server controls which address is first.
 */
public final class HostGuard {
  private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(2);

  private final AddressPolicy policy;
  private final NameResolver resolver;
  private final Duration lookupLimit;

  /** Creates a guard that checks the resolver's addresses by the policy. */
  public HostGuard(AddressPolicy policy, NameResolver resolver) {
    this(policy, resolver, LOOKUP_LIMIT);
  }

  HostGuard(AddressPolicy policy, NameResolver resolver, Duration lookupLimit) {
    this.policy = policy;
    this.resolver = resolver;
    this.lookupLimit = lookupLimit;
  }

  /**
   * Returns the addresses of the host, at least one and all permitted. Blocks while a name is
   * looked up.
   *
   * <p>The caller must connect to these addresses only, because a second look-up can return other
   * ones.
   *
   * @throws ForbiddenAddress if one of them is not permitted
   * @throws UnknownHostException if the host is a name without an address
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
   * <p>A name that does not resolve in time passes, because each send checks it again. A look-up
   * that hangs blocks a thread of the executor, not the caller, so the executor limits how many can
   * hang. If the executor accepts no more tasks, its exception is thrown here.
   *
   * @param lookups runs the look-ups
   * @throws InvalidCallbackUrl if the host is forbidden
   * @throws Refusal {@code ServiceUnavailable} if the server interrupts the thread meanwhile
   */
  public void requireAllowed(CallbackHost host, Executor lookups) {
    boolean forbidden =
        host instanceof CallbackHost.Named ? isForbiddenInTime(host, lookups) : isForbidden(host);
    if (forbidden) {
      throw new InvalidCallbackUrl("The host of 'callbackUrl' is not allowed.");
    }
  }

  private boolean isForbiddenInTime(CallbackHost host, Executor lookups) {
    FutureTask<Boolean> lookup = new FutureTask<>(() -> isForbidden(host));
    try {
      lookups.execute(lookup);
      return lookup.get(lookupLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "This node is stopping. Try again later.");
    } finally {
      // Ends a look-up that has not begun. One that hangs is not interrupted.
      lookup.cancel(false);
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
