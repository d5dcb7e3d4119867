package webhooks.domain.address;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import webhooks.domain.error.Faults;
import webhooks.domain.task.ManagedTasks;

/**
 * Checks the form of a callback URL and whether its host may be called, as far as this is known
 * now.
 */
@ApplicationScoped
public class CallbackUrlValidator {
  /**
   * The maximum number of look-ups that hang at the same time. At this limit names pass; each send
   * checks them again.
   */
  private static final int MAX_LOOKUPS = 32;

  @Inject private HostGuard guard;
  @Inject private ManagedTasks tasks;

  private Executor lookups;

  /** Creates the bean, for the container. */
  public CallbackUrlValidator() {}

  @PostConstruct
  void start() {
    lookups = tasks.reserve(MAX_LOOKUPS);
  }

  /** Adds the fault of the URL, if it has one. Takes at most two seconds. */
  public void check(String url, Faults faults) {
    try {
      guard.requireAllowed(CallbackUrl.parse(url).host(), lookups);
    } catch (InvalidCallbackUrl e) {
      faults.invalid("callbackUrl", e.getMessage());
    }
  }
}
