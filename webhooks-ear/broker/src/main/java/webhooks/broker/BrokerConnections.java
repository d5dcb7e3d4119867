package webhooks.broker;

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
 * Artemis's managed connections, with the adapter's login as a property that the server can read.
 *
 * <p>Payara that finds no user in a connection factory's properties asks the factory for one, and
 * else logs in with an empty name, which Artemis would take in place of the adapter's own.
 */
public final class BrokerConnections
    implements ManagedConnectionFactory, ResourceAdapterAssociation {
  private static final long serialVersionUID = 1L;

  private final ActiveMQRAManagedConnectionFactory artemis =
      new ActiveMQRAManagedConnectionFactory();

  /** Creates the factory; the server does so, by the name in ra.xml. */
  public BrokerConnections() {}

  /** Returns the name that the adapter logs in with. */
  public String getUserName() {
    return text(adapter().getUserName());
  }

  /** Returns the password that the adapter logs in with. */
  public String getPassword() {
    return text(adapter().getPassword());
  }

  /** Allows sessions that are committed by who uses them, outside any transaction of the server. */
  public void setAllowLocalTransactions(Boolean allowed) {
    artemis.setAllowLocalTransactions(allowed);
  }

  /** Tells whether sessions may be committed by who uses them. */
  public Boolean getAllowLocalTransactions() {
    return artemis.getAllowLocalTransactions();
  }

  @Override
  public Object createConnectionFactory(ConnectionManager manager) throws ResourceException {
    // The server must come back to this factory, not to the one it wraps.
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

  // The interface is older than generics.
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

  /** Also equals the factory it wraps, which looks so for the credentials that are meant for it. */
  @Override
  public boolean equals(Object other) {
    return artemis.equals(other instanceof BrokerConnections that ? that.artemis : other);
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
