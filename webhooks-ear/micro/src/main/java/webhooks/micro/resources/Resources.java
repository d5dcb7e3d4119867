package webhooks.micro.resources;

import jakarta.annotation.Resource;
import jakarta.jms.ConnectionFactory;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import javax.sql.DataSource;

/**
 * The server's data source and connection factory, which resources.xml defines, under the names
 * that the application looks for. By annotation, so that the API's own descriptor stays free; that
 * counts on a class that the container manages, hence the listener.
 */
@Resource(name = "java:app/jdbc/webhooks", type = DataSource.class, lookup = "jdbc/webhooks")
@Resource(name = "java:app/jms/webhooks", type = ConnectionFactory.class, lookup = "jms/webhooks")
@WebListener
public class Resources implements ServletContextListener {}
