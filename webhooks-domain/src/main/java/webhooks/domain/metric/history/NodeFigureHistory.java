package webhooks.domain.metric.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.StatisticsWindow;
import webhooks.domain.delivery.history.chart.ChartWindow;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;

/** Shows an administrator of the product what its nodes took in and delivered over time. */
@ApplicationScoped
public class NodeFigureHistory {
  private NodeFigureTable table;

  /** Creates the bean's proxy, for the container. */
  protected NodeFigureHistory() {}

  /** Creates the use case. */
  @Inject
  public NodeFigureHistory(NodeFigureTable table) {
    this.table = table;
  }

  /**
   * Returns the figures of all nodes in a window that ends now.
   *
   * @param window the text {@code PT1H}, the default, or {@code P1D}
   * @param found the faults found while the request was read
   * @throws webhooks.domain.access.InsufficientScope if the caller's token lacks the scope
   * @throws webhooks.domain.error.Refusal {@code InvalidRequest}
   */
  public FigureHistory of(Caller by, Optional<String> window, List<Fault> found) {
    by.require(TokenScope.ADMIN);
    Faults faults = new Faults(found);
    StatisticsWindow checked = StatisticsWindow.check(window, faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot read the nodes. Make sure the query parameters are valid.");
    return table.read(ChartWindow.of(checked));
  }
}
