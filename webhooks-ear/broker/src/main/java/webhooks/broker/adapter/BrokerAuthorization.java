package webhooks.broker.adapter;

import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;

/**
 * Authenticates users of the embedded broker and maps them to roles.
 *
 * <p>The users are the product itself and, if the broker listens on an address, producers and
 * operators. Without configured credentials producers are anonymous; {@link BrokerSettings} then
 * allows loopback addresses only. There is no operator without configured credentials.
 */
final class BrokerAuthorization implements ActiveMQSecurityManager5 {
  private final Credentials product;
  private final Optional<Credentials> producers;
  private final Optional<Credentials> operators;
  private final boolean allowsAnonymous;

  BrokerAuthorization(Credentials product, BrokerSettings settings) {
    this.product = product;
    this.producers = settings.listen().flatMap(address -> settings.credentials());
    this.operators = settings.operators();
    this.allowsAnonymous = settings.listen().isPresent() && settings.credentials().isEmpty();
  }

  @Override
  public Subject authenticate(
      String user, String password, RemotingConnection connection, String securityDomain) {
    return roleOf(user, password).map(role -> subject(user, role)).orElse(null);
  }

  @Override
  public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
    return subject.getPrincipals(RolePrincipal.class).stream()
        .anyMatch(principal -> isAllowed(principal.getName(), roles, check));
  }

  @Override
  public boolean validateUser(String user, String password) {
    return roleOf(user, password).isPresent();
  }

  @Override
  public boolean validateUserAndRole(
      String user, String password, Set<Role> roles, CheckType check) {
    return roleOf(user, password).filter(role -> isAllowed(role, roles, check)).isPresent();
  }

  private Optional<String> roleOf(String user, String password) {
    if (product.matches(user, password)) {
      return Optional.of(Queues.PRODUCT);
    }
    if (operators.filter(known -> known.matches(user, password)).isPresent()) {
      return Optional.of(Queues.OPERATOR);
    }
    boolean isProducer =
        allowsAnonymous
            ? user == null || user.isEmpty()
            : producers.filter(known -> known.matches(user, password)).isPresent();
    return isProducer ? Optional.of(Queues.PRODUCER) : Optional.empty();
  }

  private static boolean isAllowed(String role, Set<Role> roles, CheckType check) {
    return roles.stream().anyMatch(each -> each.getName().equals(role) && check.hasRole(each));
  }

  private static Subject subject(String user, String role) {
    Subject subject = new Subject();
    subject.getPrincipals().add(new RolePrincipal(role));
    subject.getPrincipals().add(new UserPrincipal(user == null ? "" : user));
    return subject;
  }
}
