package webhooks.domain.address;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.SharedExecutor;
import webhooks.domain.task.ManagedTasks;

/**
 * Checks the form of a callback URL and whether its host may be called, as far as this is known
 * now. The host of a token issuer is checked in the same way.
 */
@ApplicationScoped
public class CallbackUrlValidator {
  /** The maximum number of look-ups at the same time; look-ups that hang count too. */
  static final int MAX_LOOKUPS = 32;

  @Inject private HostGuard guard;
  @Inject private ManagedTasks tasks;

  private SharedExecutor lookups;

  /** Creates the bean, for the container. */
  public CallbackUrlValidator() {}

  /** Creates the validator without a container, for tests. */
  CallbackUrlValidator(HostGuard guard, Executor threads) {
    this.guard = guard;
    this.lookups = lookups(threads);
  }

  @PostConstruct
  void start() {
    lookups = lookups(tasks.reserve(MAX_LOOKUPS));
  }

  private static SharedExecutor lookups(Executor threads) {
    return new SharedExecutor(
        threads,
        new CallerLimit(
            MAX_LOOKUPS, "Too many hosts of callback URLs are being looked up. Try again later."));
  }

  /**
   * Adds the fault of the URL, if it has one. Takes at most two seconds.
   *
   * @param caller the key by which the look-up is counted
   * @throws Refusal {@code ServiceUnavailable} if too many names are being looked up, because no
   *     name is accepted before a look-up has begun; or if this node is stopping
   */
  public void check(String url, LimitKey caller, Faults faults) {
    try {
      checkHost(CallbackUrl.parse(url), "callbackUrl", caller, faults);
    } catch (InvalidCallbackUrl e) {
      faults.invalid("callbackUrl", e.getMessage());
    }
  }

  /**
   * Adds a fault if the host of a URL must not be called. Takes at most two seconds.
   *
   * @param target the path of the URL in the request
   * @param caller the key by which the look-up is counted
   * @throws Refusal {@code ServiceUnavailable} as {@link #check}
   */
  public void checkHost(CallbackUrl url, String target, LimitKey caller, Faults faults) {
    try {
      guard.requireAllowed(url.host(), lookup -> lookups.execute(caller, lookup));
    } catch (InvalidCallbackUrl e) {
      faults.invalid(target, e.messageFor(target));
    }
  }
}
