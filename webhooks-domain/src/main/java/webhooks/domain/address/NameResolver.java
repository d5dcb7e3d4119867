package webhooks.domain.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks names up. A look-up blocks, possibly for a long time. */
@FunctionalInterface
public interface NameResolver {
  /**
   * Returns all addresses of the name, in the order of preference.
   *
   * @throws UnknownHostException if the name has none, or no name server answers
   */
  List<InetAddress> resolve(String name) throws UnknownHostException;

  /** Returns the resolver of the operating system, with Java's cache. */
  static NameResolver system() {
    return name -> List.of(InetAddress.getAllByName(name));
  }
}
