package webhooks.micro.resources;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.EJB;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import webhooks.delivery.Engine;

/**
 * The data source and the connection factory. Definitions by annotation, so that the API's own
 * descriptor stays free; they count on a class that the container manages, hence the listener.
 *
 * <p>The server takes them away with the web module, which it stops before any bean. So delivery is
 * stopped before that, for it still has to record what is under way.
 *
 * <p>Connections are checked before each use, so that the application finds its way back by itself
 * after a restart of the database.
 */
@DataSourceDefinition(
    name = "java:app/jdbc/webhooks",
    className = "${MPCONFIG=webhooks.micro.driver}",
    url = "${MPCONFIG=webhooks.db.url}",
    user = "${MPCONFIG=webhooks.db.user:}",
    password = "${MPCONFIG=webhooks.db.password:}",
    initialPoolSize = 8,
    minPoolSize = 8,
    maxPoolSize = 32,
    maxIdleTime = 300,
    properties = {
      "fish.payara.max-wait-time-in-millis=5000",
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=custom-validation",
      "fish.payara.validation-classname="
          + "org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
      "fish.payara.fail-all-connections=true"
    })
@ConnectionFactoryDefinition(
    name = "java:app/jms/webhooks",
    interfaceName = "jakarta.jms.ConnectionFactory",
    resourceAdapter = "webhooks-broker",
    transactionSupport = TransactionSupportLevel.NoTransaction,
    minPoolSize = 0,
    maxPoolSize = 32,
    properties = "AllowLocalTransactions=true")
@WebListener
public class Resources implements ServletContextListener {
  @EJB private Engine engine;

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    engine.stop();
  }
}
