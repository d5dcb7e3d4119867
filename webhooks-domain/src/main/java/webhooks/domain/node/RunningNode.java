package webhooks.domain.node;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Knows the node of this process from its start to its stop.
 *
 * <p>The module that delivers calls {@link #start}, because not every server lets a bean of this
 * module see a bean of that one. Safe for several threads.
 */
@ApplicationScoped
public class RunningNode {
  private volatile Optional<Node> running = Optional.empty();
  private volatile int port;

  /** Makes the node known when it starts. */
  public void start(Node node) {
    running = Optional.of(node);
  }

  /** Forgets the node when it stops, so that no use case reaches it any more. */
  public void stop() {
    running = Optional.empty();
  }

  /**
   * Notes the port that a request came to. Only the first call has an effect, so that a node with
   * two ports for requests is always shown with the same one.
   */
  public void answersAt(int requested) {
    if (port == 0) {
      port = requested;
    }
  }

  /** Returns the port that the node answers requests on; empty before the first request. */
  public OptionalInt port() {
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** Returns the node; empty before its start and after its stop. */
  public Optional<Node> get() {
    return running;
  }
}
