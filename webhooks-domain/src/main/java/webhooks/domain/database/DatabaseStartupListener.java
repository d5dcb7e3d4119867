package webhooks.domain.database;

import java.sql.Connection;
import java.util.Properties;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;
import webhooks.settings.InvalidSettingFilter;

/**
 * Makes JPA wait for the database at the start, because some servers connect JPA before they create
 * a bean, and never later.
 *
 * <p>The class is named in persistence.xml.
 */
public final class DatabaseStartupListener extends SessionEventAdapter {

  /** Creates the listener, for EclipseLink. */
  public DatabaseStartupListener() {}

  @Override
  public void preLogin(SessionEvent event) {
    InvalidSettingFilter.install();
    DatabaseLogin login = (DatabaseLogin) event.getSession().getDatasourceLogin();
    // EclipseLink would wait for five seconds before each of its own new tries. A caller can decide
    // itself when to try again, and the pool connects again for the next call.
    login.setQueryRetryAttemptCount(0);
    if (login.getConnector() instanceof JNDIConnector pool && pool.getDataSource() != null) {
      new DatabaseStartup(pool.getDataSource()).awaitDatabase();
      login.setConnector(new RetryingConnector(pool));
    }
  }

  @Override
  public void postLogin(SessionEvent event) {
    DatabaseLogin login = (DatabaseLogin) event.getSession().getDatasourceLogin();
    if (login.getConnector() instanceof RetryingConnector retrying) {
      login.setConnector(retrying.pool);
    }
  }

  /** Retries the first connection if the database becomes unavailable. */
  private static final class RetryingConnector extends JNDIConnector {
    private static final long serialVersionUID = 1L;

    private final transient JNDIConnector pool;

    RetryingConnector(JNDIConnector pool) {
      super(pool.getDataSource());
      this.pool = pool;
    }

    @Override
    public Connection connect(Properties properties, Session session) {
      return StartupRetry.get(getDataSource(), () -> pool.connect(properties, session));
    }
  }
}
