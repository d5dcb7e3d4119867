package webhooks.api.admin;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import webhooks.api.http.response.JsonResponse;
import webhooks.domain.delivery.history.account.AccountFigures;
import webhooks.domain.delivery.history.account.AccountOverview;
import webhooks.domain.delivery.history.account.BlockImpact;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.metric.history.FigureHistory;
import webhooks.domain.metric.history.FigureHistory.Bucket;
import webhooks.domain.metric.history.FigureHistory.Counted;
import webhooks.domain.node.announcement.NodeRepository.DatabaseView;
import webhooks.domain.node.announcement.NodeView;
import webhooks.settings.ReadSetting;

/** Writes nodes, their database and settings, and accounts as JSON. */
final class OperatorJson {
  private OperatorJson() {}

  static JsonObject write(List<NodeView> nodes, FigureHistory history, DatabaseView database) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("window", history.window().text())
            .add("bucket", history.window().bucket().toString());
    history
        .pending()
        .ifPresent(
            pending -> {
              json.add("pending", pending.pending());
              pending
                  .oldest()
                  .ifPresent(time -> json.add("oldestPending", JsonResponse.time(time)));
            });
    return json.add("buckets", AdminJson.array(history.buckets(), OperatorJson::write))
        .add("nodes", AdminJson.array(nodes, node -> write(node, history.byNode().get(node.id()))))
        .add(
            "database",
            JSON.createObjectBuilder()
                .add("product", database.product())
                .add("version", database.version()))
        .build();
  }

  private static JsonObjectBuilder write(Bucket bucket) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("start", JsonResponse.time(bucket.start()));
    bucket.counted().ifPresent(counted -> add(json, counted));
    bucket.pending().ifPresent(pending -> json.add("pending", pending));
    return json;
  }

  private static void add(JsonObjectBuilder json, Counted counted) {
    json.add("events", counted.events())
        .add("succeeded", counted.succeeded())
        .add("exhausted", counted.exhausted());
  }

  /** Writes a node. Its counts are null if it wrote none in the window. */
  private static JsonObjectBuilder write(NodeView node, Counted counted) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("id", node.id().toString()).add("host", node.host());
    node.port().ifPresent(port -> json.add("port", port));
    json.add("version", node.version())
        .add("started", JsonResponse.time(node.started()))
        .add("lastSeen", JsonResponse.time(node.lastSeen()))
        .add("late", node.late());
    node.brokerUnavailableSince()
        .ifPresent(time -> json.add("brokerUnavailableSince", JsonResponse.time(time)));
    if (counted != null) {
      add(json, counted);
    }
    return json;
  }

  static JsonObject write(List<ReadSetting> settings) {
    return JSON.createObjectBuilder()
        .add("settings", AdminJson.array(settings, OperatorJson::write))
        .build();
  }

  private static JsonObjectBuilder write(ReadSetting setting) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("name", setting.key());
    if (setting.value().isPresent()) {
      json.add("value", setting.shown());
    }
    return json.add("source", setting.origin().orElse("default"));
  }

  static JsonObject write(BlockImpact impact) {
    return JSON.createObjectBuilder()
        .add("kind", impact.target().kind().text())
        .add("id", impact.target().id())
        .add("blocked", impact.blocked())
        .add("webhooks", write(impact.webhooks()))
        .add("active", write(impact.active()))
        .add("pending", write(impact.pending()))
        .build();
  }

  private static JsonObjectBuilder write(DeliveryCount count) {
    return JSON.createObjectBuilder().add("count", count.count()).add("complete", count.complete());
  }

  static JsonObject write(AccountOverview overview) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("window", overview.window().text())
            .add("countedSeconds", overview.counted().toSeconds());
    overview.countedSince().ifPresent(time -> json.add("countedSince", JsonResponse.time(time)));
    return json.add("pendingComplete", overview.pendingComplete())
        .add("accounts", AdminJson.array(overview.accounts(), OperatorJson::write))
        .build();
  }

  private static JsonObjectBuilder write(AccountFigures account) {
    JsonObjectBuilder json = JSON.createObjectBuilder();
    if (!account.accountId().isEmpty()) {
      json.add("accountId", account.accountId());
    }
    json.add("pending", account.pending());
    account.oldestPending().ifPresent(time -> json.add("oldestPending", JsonResponse.time(time)));
    account.finished().forEach((status, count) -> json.add(status.text(), count));
    return json;
  }
}
