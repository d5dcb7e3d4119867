package webhooks.domain.settings;

/**
 * Where another server listens.
 *
 * @param host as it stands in a URL: an IPv6 address in brackets
 * @param port from 1 to 65535
 */
public record HostAndPort(String host, int port) {}
