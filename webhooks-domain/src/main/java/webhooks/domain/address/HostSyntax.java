package webhooks.domain.address;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import webhooks.domain.address.CallbackHost.Fixed;
import webhooks.domain.address.CallbackHost.Named;

/** The grammar of hosts, so strict that no two programs can read one differently. */
final class HostSyntax {
  private static final int MAX_LENGTH = 253;

  /** Letters, digits and hyphens, and the underscore, which names in use do have. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1,63}");

  /** Has no {@code %}: an address with a scope id means something else on every machine. */
  private static final Pattern BRACKETED_IPV6 =
      Pattern.compile("\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\]");

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private HostSyntax() {}

  static CallbackHost parse(String text) {
    if (text.startsWith("[")) {
      return ipv6(text);
    }
    // Only after this step can the host be judged: ０ becomes 0 there, and 。 becomes a dot.
    String host = withoutTrailingDot(toAscii(text));
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw InvalidCallbackUrl.host();
      }
    }
    String lastLabel = labels[labels.length - 1];
    if (Ipv4Literal.isMeantBy(lastLabel)) {
      return fixed(Ipv4Literal.parse(labels).orElseThrow(InvalidCallbackUrl::host));
    }
    if (host.length() > MAX_LENGTH) {
      throw InvalidCallbackUrl.host();
    }
    return lastLabel.equals("localhost")
        ? new Fixed(host, fixed(LOOPBACK).address())
        : new Named(host);
  }

  private static Fixed ipv6(String text) {
    if (!BRACKETED_IPV6.matcher(text).matches()) {
      throw InvalidCallbackUrl.host();
    }
    try {
      // What is in brackets is never looked up.
      return fixed(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      throw InvalidCallbackUrl.host();
    }
  }

  private static Fixed fixed(byte[] bytes) {
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      return new Fixed(address.getHostAddress(), address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("neither 4 nor 16 bytes", e);
    }
  }

  private static String toAscii(String text) {
    boolean ascii = text.chars().allMatch(c -> c < 0x80);
    try {
      return (ascii ? text : IDN.toASCII(text)).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw InvalidCallbackUrl.host();
    }
  }

  private static String withoutTrailingDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
