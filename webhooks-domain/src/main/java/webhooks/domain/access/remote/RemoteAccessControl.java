package webhooks.domain.access.remote;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.AccountId;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.task.ManagedTasks;

/** Reads from the iTwin Platform whether a caller may maintain webhooks, and caches the answers. */
public final class RemoteAccessControl implements AccessControl {
  private static final Logger LOG = System.getLogger(RemoteAccessControl.class.getName());

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** A quarter of the threads that the servers have for requests. */
  static final int MAX_CHECKS = 16;

  private final ITwinPlatformClient platform;
  private final Duration timeout;
  private final PermissionCache answers;
  private final CallerLimit checks =
      new CallerLimit(MAX_CHECKS, "Too many permissions are being checked. Try again later.");

  /** Returns the access control of the iTwin Platform at a base URL. */
  public static RemoteAccessControl of(URI base, Clock clock, ManagedTasks tasks) {
    return new RemoteAccessControl(
        new ITwinPlatformClient(base, tasks.reserve(MAX_CHECKS)), TIMEOUT, clock);
  }

  /**
   * Creates the access control, for tests.
   *
   * @param timeout limits all requests of one check together
   */
  RemoteAccessControl(ITwinPlatformClient platform, Duration timeout, Clock clock) {
    this.platform = platform;
    this.timeout = timeout;
    this.answers = new PermissionCache(clock);
  }

  @Override
  public BooleanSupplier permissionToMaintain(Caller caller, UUID iTwin) {
    if (caller.token().isOfPortal()) {
      // The platform does not know the token, and must not get it.
      return () -> false;
    }
    PermissionCache.Question question = new PermissionCache.Question(caller.token().hash(), iTwin);
    Optional<Boolean> known = answers.find(question);
    if (known.isPresent()) {
      return known::get;
    }
    CallerLimit.Share check = checks.take(caller.limitKey(), 1);
    try {
      boolean allowed = ask(caller, iTwin);
      answers.keep(question, allowed);
      return () -> allowed;
    } finally {
      check.close();
    }
  }

  @Override
  public boolean administersOwner(Caller caller, UUID iTwin) {
    return false;
  }

  private boolean ask(Caller caller, UUID iTwin) {
    long deadline = platform.deadline(timeout);
    try {
      return caller.serviceApplication()
              && platform.permissions(caller.token(), iTwin, deadline).contains(WEBHOOKS_MAINTAINER)
          || caller.administrator()
              && platform
                  .account(caller.token(), iTwin, deadline)
                  .flatMap(AccountId::parse)
                  .map(AccountId::text)
                  .filter(caller::administers)
                  .isPresent();
    } catch (PlatformUnavailable e) {
      LOG.log(Level.WARNING, "Permissions can''t be asked for the moment: {0}", e.getMessage());
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE,
          "Permissions cannot be checked for the moment. Try again later.");
    }
  }
}
