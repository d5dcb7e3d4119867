package webhooks.domain.database;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;

/**
 * Lets JPA, too, wait for the database: some servers connect it before any bean is there to wait.
 *
 * <p>Named in persistence.xml.
 */
public final class FirstSession extends SessionEventAdapter {

  /** Creates the listener; EclipseLink does so, by its name. */
  public FirstSession() {}

  @Override
  public void preLogin(SessionEvent event) {
    DatabaseLogin login = (DatabaseLogin) event.getSession().getDatasourceLogin();
    if (login.getConnector() instanceof JNDIConnector pool && pool.getDataSource() != null) {
      new FirstConnection(pool.getDataSource()).isEmbedded();
    }
  }
}
