package webhooks.domain.node.announcement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import webhooks.domain.option.OptionSupport;

/** Finds out from the rows of the nodes whether all of them know the options of webhooks. */
@ApplicationScoped
public class NodesOptionSupport implements OptionSupport {
  private NodeRepository nodes;

  /** Creates the bean's proxy, for the container. */
  protected NodesOptionSupport() {}

  /** Creates the bean. */
  @Inject
  public NodesOptionSupport(NodeRepository nodes) {
    this.nodes = nodes;
  }

  @Override
  public boolean isOfAllNodes() {
    return nodes.allKnowOptions();
  }
}
