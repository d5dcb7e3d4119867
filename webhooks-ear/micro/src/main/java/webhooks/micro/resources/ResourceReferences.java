package webhooks.micro.resources;

import jakarta.annotation.Resource;
import jakarta.jms.ConnectionFactory;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import javax.sql.DataSource;

/**
 * Binds the data source and the connection factory of resources.xml to the names that the
 * application looks up.
 *
 * <p>Annotations leave web.xml to the API. The container reads them on managed classes only, which
 * is why this class is a listener.
 */
@Resource(name = "java:app/jdbc/webhooks", type = DataSource.class, lookup = "jdbc/webhooks")
@Resource(name = "java:app/jms/webhooks", type = ConnectionFactory.class, lookup = "jms/webhooks")
@WebListener
public class ResourceReferences implements ServletContextListener {}
