package webhooks.broker.adapter;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import webhooks.broker.QueueNames;
import webhooks.settings.SettingReader;
import webhooks.settings.command.CheckFailure;
import webhooks.settings.command.StartCheck;
import webhooks.settings.tls.ServerCertificate;

/**
 * Checks the settings of the embedded broker, or an external broker: logs in there, browses the two
 * queues, and looks for the topic.
 */
public final class BrokerCheck implements StartCheck {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Creates the check, for {@link java.util.ServiceLoader}. */
  public BrokerCheck() {}

  @Override
  public Subject subject() {
    return Subject.BROKER;
  }

  @Override
  public void readSettings(SettingReader reader) {
    BrokerSettings.read(reader);
  }

  @Override
  public String check(Context start) throws CheckFailure {
    BrokerSettings settings = BrokerSettings.read(start.settings());
    settings.certificate().ifPresent(ServerCertificate::check);
    if (settings.remote().isEmpty()) {
      return settings
          .listen()
          .map(address -> "embedded, producers at " + address.listener().check(start.nodeRuns()))
          .orElse("embedded, without a listener for producers");
    }
    RemoteBroker remote = settings.remote().get();
    try (ServerLocator locator = locator(remote);
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = session(factory, settings)) {
      for (String queue : List.of(QueueNames.EVENTS, QueueNames.INVALID)) {
        if (!session.queueQuery(SimpleString.of(queue)).isExists()) {
          throw new CheckFailure("set the broker up by broker.xml: it has no queue " + queue);
        }
        // Producers may not browse, so this fails with the login of a producer.
        session.createConsumer(SimpleString.of(queue), true).close();
      }
      // Of a pair, only the active broker answers.
      Map<String, Object> active = factory.getConnectorConfiguration().getParams();
      return active.get("host")
          + ":"
          + active.get("port")
          + " has both queues and "
          + topic(session);
    } catch (ActiveMQSecurityException e) {
      throw new CheckFailure(
          "correct webhooks.jms.user and webhooks.jms.password, or the rights of this user", e);
    } catch (CheckFailure e) {
      throw e;
    } catch (Exception e) {
      throw new CheckFailure("start the broker, or correct " + RemoteBroker.KEY, e);
    }
  }

  /** Fails no check: without the topic the product starts, and only operational events wait. */
  private static String topic(ClientSession session) throws ActiveMQException {
    return session.addressQuery(SimpleString.of(QueueNames.OPERATIONS)).isExists()
        ? "the topic"
        : "no topic %s: set the broker up by the new broker.xml, or operational events wait"
            .formatted(QueueNames.OPERATIONS);
  }

  private static ServerLocator locator(RemoteBroker remote) {
    TransportConfiguration[] brokers =
        remote.parametersOfEach().stream()
            .map(BrokerCheck::transport)
            .toArray(TransportConfiguration[]::new);
    return ActiveMQClient.createServerLocatorWithoutHA(brokers)
        .setInitialConnectAttempts(1)
        .setReconnectAttempts(0)
        .setRetryInterval(BrokerAdapter.NEXT_ADDRESS.toMillis())
        .setCallTimeout(TIMEOUT.toMillis());
  }

  private static TransportConfiguration transport(Map<String, String> parameters) {
    return new TransportConfiguration(
        NettyConnectorFactory.class.getName(), new HashMap<>(parameters));
  }

  private static ClientSession session(ClientSessionFactory factory, BrokerSettings settings)
      throws ActiveMQException {
    String user = settings.credentials().map(Credentials::user).orElse(null);
    String password = settings.credentials().map(Credentials::password).orElse(null);
    return factory.createSession(user, password, false, true, true, false, 1);
  }
}
