package webhooks.domain.address;

import com.ibm.icu.text.IDNA;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import webhooks.domain.address.CallbackHost.Fixed;
import webhooks.domain.address.CallbackHost.Named;

/**
 * Parses the host of a callback URL. The grammar is strict, so that no two programs read the same
 * host differently.
 */
final class HostSyntax {
  private static final int MAX_LENGTH = 253;

  /** Allows letters, digits, hyphens and underscores; names with underscores are in use. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1,63}");

  /** Allows no {@code %}: an address with a scope id has another meaning on each machine. */
  private static final Pattern BRACKETED_IPV6 =
      Pattern.compile("\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\]");

  /** IDNA 2008 by UTS 46, non-transitional: {@code ß} stays a letter of its own. */
  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private HostSyntax() {}

  static CallbackHost parse(String text) {
    if (text.startsWith("[")) {
      return ipv6(text);
    }
    // The host is checked after this step, which turns ０ into 0 and 。 into a dot.
    String host = withoutTrailingDot(toAscii(text));
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw InvalidCallbackUrl.host();
      }
    }
    String lastLabel = labels[labels.length - 1];
    if (Ipv4Literal.isNumeric(lastLabel)) {
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
      // Java never looks up a text in brackets.
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

  /** Returns the host in ASCII, as browsers do. Java's own {@code IDN} is IDNA 2003. */
  private static String toAscii(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text.toLowerCase(Locale.ROOT);
    }
    IDNA.Info info = new IDNA.Info();
    String ascii = UTS46.nameToASCII(text, new StringBuilder(), info).toString();
    if (info.hasErrors()) {
      throw InvalidCallbackUrl.host();
    }
    return ascii;
  }

  private static String withoutTrailingDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
