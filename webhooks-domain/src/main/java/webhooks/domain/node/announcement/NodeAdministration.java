package webhooks.domain.node.announcement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.settings.SettingList;
import webhooks.settings.ReadSetting;

/** Shows an administrator of the product its nodes, their database and settings. */
@ApplicationScoped
public class NodeAdministration {
  private NodeRepository nodes;

  /** Creates the bean, for the container. */
  protected NodeAdministration() {}

  /** Creates the use case. */
  @Inject
  public NodeAdministration(NodeRepository nodes) {
    this.nodes = nodes;
  }

  /** Returns the nodes that run, and those that died within the last hour. */
  public List<NodeView> nodes(Caller by) {
    by.require(TokenScope.ADMIN);
    return nodes.list();
  }

  /** Returns the database of all nodes. */
  public NodeRepository.DatabaseView database(Caller by) {
    by.require(TokenScope.ADMIN);
    return nodes.database();
  }

  /** Returns the settings of this node. Their values for people have no secrets. */
  public List<ReadSetting> settings(Caller by) {
    by.require(TokenScope.ADMIN);
    return SettingList.read();
  }
}
