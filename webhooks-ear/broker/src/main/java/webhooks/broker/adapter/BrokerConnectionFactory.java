package webhooks.broker.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.PrintWriter;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.ra.ActiveMQRAManagedConnectionFactory;

/**
 * Wraps Artemis's managed connection factory, and lets the server read the adapter's login.
 *
 * <p>Payara asks the factory for a user if the pool has none. Without an answer Payara would log in
 * with an empty name, which Artemis prefers to the adapter's own login.
 */
public final class BrokerConnectionFactory
    implements ManagedConnectionFactory, ResourceAdapterAssociation {
  private static final long serialVersionUID = 1L;

  private final ActiveMQRAManagedConnectionFactory artemis =
      new ActiveMQRAManagedConnectionFactory();

  /** Creates the factory; the server does so by the class name in ra.xml. */
  public BrokerConnectionFactory() {}

  /** Returns the user name that the adapter logs in with. */
  public String getUserName() {
    return text(adapter().getUserName());
  }

  /** Returns the password that the adapter logs in with. */
  public String getPassword() {
    return text(adapter().getPassword());
  }

  /** Allows sessions that the application commits itself, outside transactions of the server. */
  public void setAllowLocalTransactions(Boolean allowed) {
    artemis.setAllowLocalTransactions(allowed);
  }

  /** Returns whether the application may commit sessions itself. */
  public Boolean getAllowLocalTransactions() {
    return artemis.getAllowLocalTransactions();
  }

  @Override
  public Object createConnectionFactory(ConnectionManager manager) throws ResourceException {
    // The server must call this factory, not the wrapped one.
    return artemis.createConnectionFactory(
        (ConnectionManager) (factory, info) -> manager.allocateConnection(this, info));
  }

  @Override
  public Object createConnectionFactory() throws ResourceException {
    return artemis.createConnectionFactory();
  }

  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    return artemis.createManagedConnection(subject, info);
  }

  // The interface predates generics.
  @Override
  @SuppressWarnings("rawtypes")
  public ManagedConnection matchManagedConnections(
      Set connections, Subject subject, ConnectionRequestInfo info) throws ResourceException {
    return artemis.matchManagedConnections(connections, subject, info);
  }

  @Override
  public void setLogWriter(PrintWriter out) throws ResourceException {
    artemis.setLogWriter(out);
  }

  @Override
  public PrintWriter getLogWriter() throws ResourceException {
    return artemis.getLogWriter();
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
    artemis.setResourceAdapter(adapter);
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return artemis.getResourceAdapter();
  }

  /** Also equals the wrapped factory: Artemis compares that with the factory of the credentials. */
  @Override
  public boolean equals(Object other) {
    return artemis.equals(other instanceof BrokerConnectionFactory that ? that.artemis : other);
  }

  @Override
  public int hashCode() {
    return artemis.hashCode();
  }

  private BrokerAdapter adapter() {
    return (BrokerAdapter) artemis.getResourceAdapter();
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
