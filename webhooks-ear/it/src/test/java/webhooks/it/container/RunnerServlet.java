package webhooks.it.container;

import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.arquillian.container.spi.event.container.AfterDeploy;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Registers the servlet that runs Arquillian's tests if the server's adapter did not.
 *
 * <p>Payara Micro's adapter reads the server's output until it has the ports. Sometimes the
 * servlets are printed later.
 */
public final class RunnerServlet implements LoadableExtension {
  private static final String NAME = "ArquillianServletRunnerEE9";

  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(Announcement.class);
  }

  static final class Announcement {
    @Inject private Instance<ProtocolMetaData> deployed;

    void announce(@Observes AfterDeploy event) {
      deployed.get().getContexts(HTTPContext.class).stream()
          .filter(context -> context.getServlets().isEmpty())
          .forEach(context -> context.add(new Servlet(NAME, "/")));
    }
  }
}
