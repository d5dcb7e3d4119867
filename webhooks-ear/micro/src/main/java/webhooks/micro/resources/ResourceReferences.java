package webhooks.micro.resources;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.jms.ConnectionFactory;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import javax.sql.DataSource;

/**
 * Binds the data source and the connection factory of resources.xml to the names that the
 * application looks up, and declares its executors again: in a WAR, Payara ignores the executors
 * that enterprise beans declare.
 *
 * <p>It uses annotations, because the API's module owns web.xml. The container reads annotations of
 * managed classes only, so this class is a listener.
 */
@Resource(name = "java:app/jdbc/webhooks", type = DataSource.class, lookup = "jdbc/webhooks")
@Resource(name = "java:app/jms/webhooks", type = ConnectionFactory.class, lookup = "jms/webhooks")
@ManagedExecutorDefinition(name = "java:app/concurrent/webhooks-tasks", maxAsync = 88)
@ManagedScheduledExecutorDefinition(name = "java:app/concurrent/webhooks-upkeep", maxAsync = 17)
@WebListener
public class ResourceReferences implements ServletContextListener {}
