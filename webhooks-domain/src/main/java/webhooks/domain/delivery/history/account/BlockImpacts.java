package webhooks.domain.delivery.history.account;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import webhooks.domain.access.Caller;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.error.Fault;
import webhooks.domain.webhook.admin.BlockAdministration;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.BlockLookup;
import webhooks.domain.webhook.block.BlockLookup.BlockTarget;

/** Shows an administrator of the product what a block stops, before and after it is set. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BlockImpacts {
  @Inject private StatisticsLimit limit;
  @Inject private BlockLookup blocks;
  @EJB private BlockAdministration administration;
  @EJB private BlockImpactRepository counts;

  /** Creates the bean, for the container. */
  public BlockImpacts() {}

  /** Creates the use case without a container, for tests. */
  BlockImpacts(
      StatisticsLimit limit,
      BlockLookup blocks,
      BlockAdministration administration,
      BlockImpactRepository counts) {
    this.limit = limit;
    this.blocks = blocks;
    this.administration = administration;
    this.counts = counts;
  }

  /**
   * Returns what a block of this target concerns.
   *
   * @param id from the path, not yet parsed
   * @param faults the faults found while the request was read
   * @throws webhooks.domain.access.InsufficientScope if the caller's token lacks the scope
   * @throws webhooks.domain.error.Refusal {@code InsufficientPermissions}, {@code WebhookNotFound},
   *     {@code InvalidRequest}, or {@code ServiceUnavailable} if too many statistics are being read
   */
  public BlockImpact of(Caller by, BlockKind kind, String id, List<Fault> faults) {
    BlockTarget target = administration.target(by, kind, id, faults);
    boolean blocked = blocks.findAll(List.of(target)).contains(target);
    List<DeliveryCount> found = limit.read(by, () -> counts.counts(target));
    return new BlockImpact(target, blocked, found.get(0), found.get(1), found.get(2));
  }
}
