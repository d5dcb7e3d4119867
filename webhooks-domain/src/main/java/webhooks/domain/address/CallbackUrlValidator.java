package webhooks.domain.address;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import webhooks.domain.error.Faults;

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

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ManagedThreadFactory threads;

  private volatile ExecutorService lookups;

  /** Creates the bean, for the container. */
  public CallbackUrlValidator() {}

  /** Adds the fault of the URL, if it has one. Takes at most two seconds. */
  public void check(String url, Faults faults) {
    try {
      guard.requireAllowed(CallbackUrl.parse(url).host(), lookups());
    } catch (InvalidCallbackUrl e) {
      faults.invalid("callbackUrl", e.getMessage());
    }
  }

  private synchronized ExecutorService lookups() {
    if (lookups == null) {
      lookups =
          new ThreadPoolExecutor(
              0, MAX_LOOKUPS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }
    return lookups;
  }

  @PreDestroy
  void stop() {
    if (lookups != null) {
      lookups.shutdownNow();
    }
  }
}
