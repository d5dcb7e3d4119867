package webhooks.domain.database;

import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.eclipse.persistence.exceptions.DatabaseException;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.server.ServerSession;

/**
 * Gives EclipseLink the connections of {@link Database}, so that JPA and SQL of one transaction use
 * the same one.
 */
final class JpaConnector extends JNDIConnector {
  private static final long serialVersionUID = 1L;

  private final transient Database database;

  private JpaConnector(DataSource pool, Database database) {
    super(pool);
    this.database = database;
  }

  /**
   * Replaces the connector of a persistence unit.
   *
   * @return the data source of the replaced connector
   */
  static DataSource install(EntityManagerFactory entities, Database database) {
    DatabaseLogin login = (DatabaseLogin) entities.unwrap(ServerSession.class).getDatasourceLogin();
    DataSource pool = ((JNDIConnector) login.getConnector()).getDataSource();
    login.setConnector(new JpaConnector(pool, database));
    return pool;
  }

  @Override
  public Connection connect(Properties properties, Session session) {
    try {
      return database.connection();
    } catch (SQLException e) {
      throw DatabaseException.sqlException(e, true);
    }
  }
}
