package webhooks.delivery.intake.message;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.event.CloudEventAttributes;

/**
 * The properties of a message that is a CloudEvent (AMQP binding 1.0.2). Artemis passes the
 * application properties of AMQP on with their names, which have a colon. JMS does not allow such
 * names, so its producers write an underscore, as later versions of the binding say.
 */
public final class CloudEventProperties {
  private static final String AMQP_PREFIX = "cloudEvents:";
  private static final String JMS_PREFIX = "cloudEvents_";

  /** The property in which Artemis keeps the content type of a message sent by AMQP. */
  private static final String CONTENT_TYPE = "JMS_AMQP_ContentType";

  private static final String STRUCTURED_TYPE = "application/cloudevents";

  private CloudEventProperties() {}

  /**
   * Returns whether the content type says that the body is a whole CloudEvent. Such a message may
   * have the properties of binary mode too.
   */
  static boolean isStructured(Message message) throws JMSException {
    return contentType(message)
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith(STRUCTURED_TYPE))
        .isPresent();
  }

  /** Returns the attributes of a CloudEvent in binary mode; empty if the message is none. */
  public static Optional<CloudEventAttributes> attributes(Message message) throws JMSException {
    boolean isBinary =
        message.getObjectProperty(AMQP_PREFIX + CloudEventAttributes.SPEC_VERSION) != null
            || message.getObjectProperty(JMS_PREFIX + CloudEventAttributes.SPEC_VERSION) != null;
    return isBinary
        ? Optional.of(new CloudEventAttributes(values(message), List.of()))
        : Optional.empty();
  }

  private static Map<String, String> values(Message message) throws JMSException {
    Map<String, Object> properties = new HashMap<>();
    Enumeration<?> names = message.getPropertyNames();
    for (Object name : Collections.list(names)) {
      putAsInJms(name.toString(), message.getObjectProperty(name.toString()), properties);
    }
    Map<String, String> values = new HashMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(JMS_PREFIX) && value != null) {
            values.put(name.substring(JMS_PREFIX.length()), value.toString());
          }
        });
    contentType(message).ifPresent(type -> values.put(CloudEventAttributes.CONTENT_TYPE, type));
    return values;
  }

  private static Optional<String> contentType(Message message) throws JMSException {
    return message.getObjectProperty(CONTENT_TYPE) instanceof String type
        ? Optional.of(type)
        : Optional.empty();
  }

  /**
   * Puts a property into a map under the name that JMS allows, so that a copy of the message can
   * have it. If a message has a property under both names, the name of AMQP wins.
   */
  public static void putAsInJms(String name, Object value, Map<String, Object> properties) {
    if (name.startsWith(AMQP_PREFIX)) {
      properties.put(JMS_PREFIX + name.substring(AMQP_PREFIX.length()), value);
    } else {
      properties.putIfAbsent(name, value);
    }
  }
}
