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
 * Makes JPA wait for the database at the start. Some servers connect JPA before they create a bean,
 * and do not connect it again after a failure.
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
    // EclipseLink would wait for five seconds before it repeats a query by itself. The callers
    // decide when to try again, and the pool connects again for their next call.
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

  /** Repeats JPA's first connection if the database becomes unavailable meanwhile. */
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
