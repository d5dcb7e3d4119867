package webhooks.delivery.send.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.hc.client5.http.DnsResolver;
import webhooks.domain.address.AddressPolicy;
import webhooks.domain.address.CallbackHost;
import webhooks.domain.address.HostGuard;
import webhooks.domain.address.NameResolver;

/**
 * The vetted addresses of hosts: the HTTP client connects to these and can't look anything up
 * itself, so that no name can stand for another address between check and connect.
 *
 * <p>Names are looked up by the executor, never on an I/O thread, and kept for a short while.
 */
public final class PinnedAddresses implements DnsResolver {
  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final int MANY = 10_000;

  /** Of a host with more no others are tried: it would have this server knock at thousands. */
  private static final int MOST_USED = 4;

  /** What the operator sets is not vetted. */
  private static final HostGuard ANY =
      new HostGuard(new AddressPolicy(List.of("0.0.0.0/0", "::/0")), NameResolver.system());

  private final HostGuard guard;
  private final Executor lookups;
  private final Duration kept;
  private final Map<String, Pin> pins = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> lookingUp = new ConcurrentHashMap<>();

  /** How many pins there are when those that are no more fresh are thrown out. */
  private volatile int sweptAt = MANY;

  private record Pin(InetAddress[] addresses, long until) {
    boolean isFresh() {
      return until - System.nanoTime() > 0;
    }
  }

  /** Creates an empty set of addresses; the executor runs the look-ups. */
  public PinnedAddresses(HostGuard guard, Executor lookups) {
    this(guard, lookups, KEPT);
  }

  PinnedAddresses(HostGuard guard, Executor lookups, Duration kept) {
    this.guard = guard;
    this.lookups = lookups;
    this.kept = kept;
  }

  /** Returns addresses of hosts that are the operator's own choice, looked up in the same way. */
  public static PinnedAddresses ofAny(Executor lookups) {
    return new PinnedAddresses(ANY, lookups);
  }

  /**
   * Pins the host's addresses.
   *
   * @return done once the host is pinned; fails with an {@link UnknownHostException}, which may be
   *     a {@code ForbiddenAddress}
   */
  public CompletableFuture<Void> pin(CallbackHost host) {
    if (Optional.ofNullable(pins.get(host.name())).filter(Pin::isFresh).isPresent()) {
      return CompletableFuture.completedFuture(null);
    }
    if (host instanceof CallbackHost.Fixed) {
      return lookUp(host, new CompletableFuture<>());
    }
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> underWay = lookingUp.putIfAbsent(host.name(), own);
    if (underWay != null) {
      // One look-up for all who ask: a name server that hangs holds one thread.
      return underWay;
    }
    try {
      lookups.execute(() -> lookUp(host, own));
    } catch (RuntimeException | Error e) {
      // An Error too, such as one that says that no thread can be started: a look-up that stays
      // entered and never runs would leave its host unreachable.
      lookingUp.remove(host.name());
      if (pins.containsKey(host.name())) {
        // Vetted a while ago: as good as then, while names of others hold every look-up.
        own.complete(null);
      } else {
        own.completeExceptionally(new UnknownHostException("Too many names are being looked up"));
      }
    }
    return own;
  }

  private CompletableFuture<Void> lookUp(CallbackHost host, CompletableFuture<Void> pinned) {
    try {
      List<InetAddress> addresses = guard.vettedAddresses(host);
      if (pins.size() >= sweptAt) {
        pins.values().removeIf(pin -> !pin.isFresh());
        sweptAt = Math.max(MANY, 2 * pins.size());
      }
      pins.put(
          host.name(),
          new Pin(
              addresses.stream().limit(MOST_USED).toArray(InetAddress[]::new),
              System.nanoTime() + kept.toNanos()));
      lookingUp.remove(host.name());
      pinned.complete(null);
    } catch (UnknownHostException | RuntimeException | Error e) {
      pins.remove(host.name());
      lookingUp.remove(host.name());
      pinned.completeExceptionally(e);
    }
    return pinned;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    Pin pin = pins.get(host);
    if (pin == null) {
      throw new UnknownHostException("The host was not vetted");
    }
    return pin.addresses().clone();
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
