package webhooks.domain.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The host of a callback URL: an address, or a name that is looked up before each use. */
public sealed interface CallbackHost {
  /**
   * Returns the host in its one canonical spelling: lower-case ASCII, without trailing dot or
   * brackets. The certificate of the receiver must be for this name.
   */
  String name();

  /**
   * Returns the addresses of the host, at least one. They are not checked.
   *
   * @throws UnknownHostException if the host is a name without an address
   */
  List<InetAddress> addresses(NameResolver resolver) throws UnknownHostException;

  /**
   * A host whose address is known without a look-up.
   *
   * @param name the address as text, or a name of this machine
   * @param address the address
   */
  record Fixed(String name, InetAddress address) implements CallbackHost {
    @Override
    public List<InetAddress> addresses(NameResolver resolver) {
      return List.of(address);
    }
  }

  /**
   * A host whose addresses are looked up.
   *
   * @param name the domain name
   */
  record Named(String name) implements CallbackHost {
    @Override
    public List<InetAddress> addresses(NameResolver resolver) throws UnknownHostException {
      List<InetAddress> addresses = resolver.resolve(name);
      if (addresses.isEmpty()) {
        throw new UnknownHostException(name);
      }
      return addresses;
    }
  }

  /**
   * Reads the host part of a URL.
   *
   * <p>Names of this machine ({@code localhost} and all below it, RFC 6761) are its loopback
   * address, whatever a resolver answers. A host that ends in a number is either a valid IPv4
   * address in one of its many spellings or invalid; it is never looked up.
   *
   * @throws InvalidCallbackUrl if the host is not valid
   */
  static CallbackHost parse(String text) {
    return HostSyntax.parse(text);
  }
}
