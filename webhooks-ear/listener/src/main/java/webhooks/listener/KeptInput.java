package webhooks.listener;

import java.io.IOException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Reads what {@link ClientInput} has kept of a connection before anything else, and ends a
 * connection whose {@link AnsweredBody} is too large.
 */
final class KeptInput extends TransportFilter {
  @Override
  public NextAction handleRead(FilterChainContext context) throws IOException {
    ClientInput input = ClientInput.of(context.getConnection());
    byte[] kept = input.take();
    if (kept.length > 0) {
      context.setMessage(Buffers.wrap(context.getMemoryManager(), kept));
      return context.getInvokeAction();
    }
    NextAction next = super.handleRead(context);
    // With TLS there is a message also if nothing was read: the empty space for it.
    boolean none = next.equals(context.getStopAction());
    int read = !none && context.getMessage() instanceof Buffer message ? message.remaining() : 0;
    input.wasRead(read);
    if (AnsweredBody.isTooLarge(context.getConnection(), read)) {
      context.getConnection().closeSilently();
      return context.getStopAction();
    }
    return next;
  }
}
