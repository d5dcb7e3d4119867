package webhooks.domain.node;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Knows the node of this process from its start to its stop.
 *
 * <p>The node announces itself, because not every server lets a bean of this module see a bean of
 * the module that delivers. Safe for several threads.
 */
@ApplicationScoped
public class RunningNode {
  private volatile Optional<Node> running = Optional.empty();
  private volatile int port;

  /** Announces the node when it starts. */
  public void start(Node node) {
    running = Optional.of(node);
  }

  /** Forgets the node when it stops, so that no use case reaches it any more. */
  public void stop() {
    running = Optional.empty();
  }

  /**
   * Notes the port that a request came to. The first one stays, because a node that has two for
   * requests keeps its name.
   */
  public void answersAt(int requested) {
    if (port == 0) {
      port = requested;
    }
  }

  /** Returns the port that the node answers requests on; empty until the first one came. */
  public OptionalInt port() {
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** Returns the node; empty before its start and after its stop. */
  public Optional<Node> get() {
    return running;
  }
}
