package webhooks.api.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Arrays;
import java.util.stream.Collectors;
import webhooks.api.accesslog.AccessLogFilter;
import webhooks.domain.limit.LimitKey;

/**
 * Determines the key by which limits count a caller without a valid token: the network of its
 * address. The callers behind a proxy share its address.
 */
public final class StrangerKey {
  private static final int IP6_GROUPS = 8;
  private static final int SITE_GROUPS = 3;

  private StrangerKey() {}

  /** Returns the key of a request's client. */
  public static LimitKey of(ContainerRequestContext request) {
    return request.getProperty(AccessLogFilter.ADDRESS) instanceof String address
        ? LimitKey.ofNetwork(network(address))
        : LimitKey.WITHOUT_ACCOUNT;
  }

  /**
   * Returns the network of 48 bits of an IPv6 address that is written in full, as Java does,
   * because one client can have all addresses in it; else the address.
   */
  private static String network(String address) {
    String[] groups = address.split(":");
    return groups.length == IP6_GROUPS
        ? Arrays.stream(groups).limit(SITE_GROUPS).collect(Collectors.joining(":"))
        : address;
  }
}
