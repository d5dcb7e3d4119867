package webhooks.domain.node.announcement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.settings.SettingList;
import webhooks.settings.ReadSetting;

/** Shows an administrator of the product its nodes, their database and settings. */
@ApplicationScoped
public class NodeAdministration {
  private NodeRepository nodes;
  private Supplier<List<ReadSetting>> reader;
  private List<ReadSetting> settings;

  /** Creates the bean, for the container. */
  protected NodeAdministration() {}

  /** Creates the use case. */
  @Inject
  public NodeAdministration(NodeRepository nodes) {
    this(nodes, SettingList::read);
  }

  /** Creates the use case with other settings, for tests. */
  NodeAdministration(NodeRepository nodes, Supplier<List<ReadSetting>> reader) {
    this.nodes = nodes;
    this.reader = reader;
  }

  /** Returns the nodes that run, and the nodes that died within the last hour: at most 100. */
  public List<NodeView> nodes(Caller by) {
    by.require(TokenScope.ADMIN);
    return nodes.list();
  }

  /** Returns the database of all nodes. */
  public NodeRepository.DatabaseView database(Caller by) {
    by.require(TokenScope.ADMIN);
    return nodes.database();
  }

  /**
   * Returns the settings of this node. {@link ReadSetting#shown} hides their secrets. They are read
   * once: a change has no effect before the next start, and a caller must not make the node read
   * files again.
   */
  public synchronized List<ReadSetting> settings(Caller by) {
    by.require(TokenScope.ADMIN);
    if (settings == null) {
      settings = reader.get();
    }
    return settings;
  }
}
