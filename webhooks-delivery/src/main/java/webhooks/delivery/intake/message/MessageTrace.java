package webhooks.delivery.intake.message;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Optional;
import webhooks.domain.trace.TraceContext;

/**
 * The trace that a producer gave a message, in the properties {@code traceparent} and {@code
 * tracestate}. An AMQP producer sets them as application properties. A message keeps them when it
 * is rejected and replayed.
 */
final class MessageTrace {
  private MessageTrace() {}

  /** Returns the trace of the message, if there is a valid one. */
  static Optional<TraceContext> of(Message message) throws JMSException {
    return TraceContext.parse(
        text(message, TraceContext.TRACEPARENT), text(message, TraceContext.TRACESTATE));
  }

  private static String text(Message message, String property) throws JMSException {
    return message.getObjectProperty(property) instanceof String text ? text : null;
  }
}
