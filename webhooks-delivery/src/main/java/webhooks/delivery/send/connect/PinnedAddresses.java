package webhooks.delivery.send.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.core5.net.Host;
import webhooks.domain.address.AddressPolicy;
import webhooks.domain.address.CallbackHost;
import webhooks.domain.address.HostGuard;
import webhooks.domain.address.NameResolver;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.SharedExecutor;

/**
 * The allowed addresses of hosts. The HTTP client connects to these addresses and can't resolve a
 * name itself, so a name can't change its address between check and connect.
 *
 * <p>Look-ups run on the executor, never on an I/O thread. After ten seconds {@link #pin} looks the
 * addresses up again; while no look-up thread is free for the account, it uses the former ones.
 * Safe for several threads.
 */
public final class PinnedAddresses implements DnsResolver {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
  private static final int FIRST_SWEEP_SIZE = 10_000;

  /** Limits how many addresses of a host are tried, so that a host can't list thousands. */
  private static final int MAX_ADDRESSES = 4;

  /** Allows all addresses, for hosts that the operator configured. */
  private static final HostGuard ALLOW_ALL =
      new HostGuard(new AddressPolicy(List.of("0.0.0.0/0", "::/0")), NameResolver.system());

  private final HostGuard guard;
  private final SharedExecutor lookups;
  private final Duration timeToLive;
  private final Map<String, Pin> pins = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> lookingUp = new ConcurrentHashMap<>();

  /** The number of pins at which the expired ones are removed. */
  private volatile int sweepSize = FIRST_SWEEP_SIZE;

  private record Pin(InetAddress[] addresses, long until) {
    boolean isFresh() {
      return until - System.nanoTime() > 0;
    }
  }

  /** Creates an empty set of addresses; the executor runs the look-ups. */
  public PinnedAddresses(HostGuard guard, SharedExecutor lookups) {
    this(guard, lookups, TIME_TO_LIVE);
  }

  PinnedAddresses(HostGuard guard, SharedExecutor lookups, Duration timeToLive) {
    this.guard = guard;
    this.lookups = lookups;
    this.timeToLive = timeToLive;
  }

  /** Creates an empty set of addresses for hosts that the operator configured, such as a proxy. */
  public static PinnedAddresses ofAny(SharedExecutor lookups) {
    return new PinnedAddresses(ALLOW_ALL, lookups);
  }

  /**
   * Looks the host's addresses up, checks them and keeps them.
   *
   * @param account the account whose share of look-ups it uses
   * @return completed, often on a look-up thread, when the addresses are known; fails with an
   *     {@link UnknownHostException}, which may be a {@code ForbiddenAddress}, or with a {@link
   *     TooManyLookupsException} if the account has no look-up left and there is no former address.
   *     The call itself never waits
   */
  public CompletableFuture<Void> pin(CallbackHost host, LimitKey account) {
    if (Optional.ofNullable(pins.get(key(host))).filter(Pin::isFresh).isPresent()) {
      return CompletableFuture.completedFuture(null);
    }
    if (host instanceof CallbackHost.Fixed) {
      return lookUp(host, new CompletableFuture<>());
    }
    // All callers share the look-up of a name, so a name that hangs occupies one thread.
    CompletableFuture<Void> underWay = lookingUp.get(host.name());
    return underWay == null ? share(host, account) : underWay;
  }

  /**
   * Reserves a look-up before other callers can join it. Otherwise they would fail too when this
   * account has no share left.
   */
  private CompletableFuture<Void> share(CallbackHost host, LimitKey account) {
    CompletableFuture<Void> own = new CompletableFuture<>();
    CallerLimit.Share share;
    try {
      share = lookups.reserve(account);
    } catch (Refusal e) {
      return reuseExpired(host, own);
    }
    CompletableFuture<Void> underWay = lookingUp.putIfAbsent(host.name(), own);
    if (underWay != null) {
      share.close();
      return underWay;
    }
    try {
      lookups.execute(share, () -> lookUp(host, own));
    } catch (RuntimeException | Error e) {
      // Catches an Error too, for example when no thread can be started: an entry without a running
      // look-up would leave its host unreachable.
      lookingUp.remove(host.name());
      reuseExpired(host, own);
    }
    return own;
  }

  private CompletableFuture<Void> reuseExpired(CallbackHost host, CompletableFuture<Void> own) {
    if (pins.containsKey(key(host))) {
      // The former addresses were checked when they were looked up.
      own.complete(null);
    } else {
      own.completeExceptionally(new TooManyLookupsException());
    }
    return own;
  }

  private CompletableFuture<Void> lookUp(CallbackHost host, CompletableFuture<Void> pinned) {
    try {
      List<InetAddress> addresses = guard.vettedAddresses(host);
      if (pins.size() >= sweepSize) {
        pins.values().removeIf(pin -> !pin.isFresh());
        sweepSize = Math.max(FIRST_SWEEP_SIZE, 2 * pins.size());
      }
      pins.put(
          key(host),
          new Pin(
              addresses.stream().limit(MAX_ADDRESSES).toArray(InetAddress[]::new),
              System.nanoTime() + timeToLive.toNanos()));
      lookingUp.remove(host.name());
      pinned.complete(null);
    } catch (UnknownHostException | RuntimeException | Error e) {
      pins.remove(key(host));
      lookingUp.remove(host.name());
      pinned.completeExceptionally(e);
    }
    return pinned;
  }

  /** Returns the host as the client spells it when it asks for addresses: in Unicode. */
  private static String key(CallbackHost host) {
    return new Host(host.name(), 0).getHostName();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    Pin pin = pins.get(host);
    if (pin == null) {
      throw new UnknownHostException("The addresses of the host are not known");
    }
    return pin.addresses().clone();
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
