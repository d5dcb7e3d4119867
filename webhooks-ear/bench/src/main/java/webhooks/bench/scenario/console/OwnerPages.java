package webhooks.bench.scenario.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import webhooks.bench.scenario.console.Page.Caller;

/** The pages for the people of an account. */
final class OwnerPages {
  private static final String WEBHOOKS = "/webhooks/statistics?window=P1D&$top=50";
  private static final String TYPES = "/event-types";
  private static final String ROWS = "?$top=50";

  private final Samples samples;
  private final String webhook;
  private final List<Page> pages = new ArrayList<>();

  private OwnerPages(Samples samples) {
    this.samples = samples;
    this.webhook = "/webhooks/" + samples.webhook();
  }

  /** Returns all pages. */
  static List<Page> of(Samples samples) {
    OwnerPages all = new OwnerPages(samples);
    all.addLists();
    all.addWebhook();
    all.addDeliveriesOfOne();
    all.addDeliveriesOfAll();
    all.addOthers();
    return List.copyOf(all.pages);
  }

  private void add(Page page) {
    pages.add(page);
  }

  private static Page page(String name, String... paths) {
    return Page.of(name, Caller.ADMINISTRATOR, paths);
  }

  /** The list of webhooks with its figures, as it is searched, filtered and ordered. */
  private void addLists() {
    add(page("webhooks", WEBHOOKS, TYPES));
    add(Page.of("webhooks of the application", Caller.APPLICATION, WEBHOOKS, TYPES));
    addList("host", "search", "customer3.example.com");
    addList("path", "search", "/v2/00042");
    addList("description", "search", "team 17");
    addList("nothing", "search", "there-is-no-such-webhook");
    for (String state : List.of("active", "failing", "paused", "blocked", "inactive")) {
      addList(state, "state", state);
    }
    addList("event type", "eventType", WebhookContent.TYPES.get(0));
    addList("event type by pattern", "eventType", WebhookContent.TYPE_BY_PATTERN);
    addList("absent event type", "eventType", WebhookContent.ABSENT_TYPE);
    for (String order : List.of("failing", "host", "backlog")) {
      addList("by " + order, "sort", order);
    }
  }

  private void addList(String name, String parameter, String value) {
    add(page("webhooks, " + name, Page.with(WEBHOOKS, parameter, value)));
  }

  /** The page of a webhook. The API reads two statistics at a time for one caller. */
  private void addWebhook() {
    addWebhook("webhook", webhook, "P1D");
    addWebhook("webhook, 7 days", webhook, "P7D");
    addWebhook("webhook, failing", "/webhooks/" + samples.failing(), "P1D");
    String statistics = webhook + "/statistics";
    add(page("webhook: statistics", statistics + "?window=PT1H"));
    add(page("webhook: timeline", statistics + "/timeline?window=P1D"));
    add(page("webhook: attempts", statistics + "/attempts?window=P1D"));
    add(
        page(
            "options",
            webhook,
            webhook + "/options",
            webhook + "/health",
            webhook + "/audit?action=webhook.paused&$top=1",
            webhook + "/audit?action=webhook.resumed&$top=1"));
    add(page("acts", webhook, webhook + "/health", webhook + "/audit" + ROWS));
  }

  private void addWebhook(String name, String path, String window) {
    String statistics = path + "/statistics";
    add(
        page(
                name,
                path,
                path + "/health",
                path + "/options",
                path + "/audit?action=webhook.deactivated&$top=1",
                statistics + "?window=PT1H",
                statistics + "/timeline?window=" + window)
            .then(statistics + "/attempts?window=" + window));
  }

  private void addDeliveriesOfOne() {
    String path = webhook + "/deliveries" + ROWS;
    addOfOne("deliveries of a webhook", path);
    addOfOne("deliveries of a webhook, exhausted", Page.with(path, "status", "exhausted"));
    addOfOne("deliveries of a webhook, pending", Page.with(path, "status", "pending"));
    addOfOne("deliveries of a webhook, 503", Page.with(path, "statusCode", "503"));
    addOfOne("deliveries of a webhook, text", Page.with(path, "text", samples.text()));
    add(page("delivery", webhook + "/deliveries/" + samples.delivery()));
    String body =
        "{\"since\":\"%s\",\"status\":[\"exhausted\",\"cancelled\"]}"
            .formatted(Instant.now().minus(Duration.ofDays(1)));
    add(
        new Page("recover: count", Caller.ADMINISTRATOR, List.of())
            .thenPost(webhook + "/deliveries/count", body));
  }

  private void addOfOne(String name, String path) {
    add(page(name, webhook, webhook + "/health", path, webhook + "/recover"));
  }

  private void addDeliveriesOfAll() {
    String path = "/deliveries" + ROWS;
    add(page("deliveries", path, TYPES));
    add(Page.of("deliveries of the application", Caller.APPLICATION, path, TYPES));
    add(page("deliveries, exhausted", Page.with(path, "status", "exhausted")));
    add(page("deliveries, pending", Page.with(path, "status", "pending")));
    addSearch("message id", "messageId", samples.messageId());
    addSearch("trace id", "traceId", samples.traceId());
    addSearch("event type", "eventType", WebhookContent.TYPES.get(1));
    addSearch("503", "statusCode", "503");
    addSearch("5xx", "statusCode", "5xx");
    addSearch("time-outs", "error", "timeout");
    addSearch("frequent text", "text", "Bridge 17");
    addSearch("rare text", "text", samples.text());
    addSearch("absent text", "text", "there-is-no-such-text");
  }

  private void addSearch(String name, String parameter, String value) {
    add(page("deliveries, " + name, Page.with("/deliveries" + ROWS, parameter, value)));
  }

  private void addOthers() {
    String ofEvent = "?messageId=" + samples.messageId();
    add(
        page(
            "event",
            "/deliveries" + ofEvent + "&$top=50",
            "/deliveries/explain" + ofEvent + "&$top=50"));
    String ids = String.join(",", samples.named());
    add(page("names of webhooks", Page.with("/webhooks?$top=100", "ids", ids)));
    add(page("event types", TYPES).then(TYPES + "/" + WebhookContent.TYPES.get(0)));
    add(page("alerts", "/alerts").then("/webhooks?$top=50"));
  }
}
