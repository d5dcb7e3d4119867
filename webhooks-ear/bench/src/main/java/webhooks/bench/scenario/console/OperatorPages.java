package webhooks.bench.scenario.console;

import java.util.ArrayList;
import java.util.List;
import webhooks.bench.scenario.console.Page.Caller;

/** The pages for operators of the product. */
final class OperatorPages {
  private static final String WEBHOOKS = "/admin/webhooks?$top=50";
  private static final String ACCOUNTS = "/admin/accounts?window=PT1H";

  private OperatorPages() {}

  /** Returns all pages. */
  static List<Page> of(Samples samples) {
    String webhook = "/admin/webhooks/" + samples.webhook();
    String someOfAccount = samples.account().substring(10, 20);
    List<Page> pages = new ArrayList<>();
    pages.add(page("nodes", "/admin/nodes?window=PT1H"));
    pages.add(page("accounts", ACCOUNTS));
    pages.add(page("accounts, search", Page.with(ACCOUNTS, "search", someOfAccount)));
    pages.add(page("accounts, 1 day", "/admin/accounts?window=P1D"));
    pages.add(page("webhooks", WEBHOOKS));
    pages.add(page("webhooks, account", Page.with(WEBHOOKS, "accountId", samples.account())));
    pages.add(page("webhooks, host", Page.with(WEBHOOKS, "search", "customer3.example.com")));
    pages.add(page("webhooks, nothing", Page.with(WEBHOOKS, "search", "there-is-no-such-webhook")));
    pages.add(page("webhooks, failing", Page.with(WEBHOOKS, "state", "failing")));
    pages.add(page("webhooks, by failing", Page.with(WEBHOOKS, "sort", "failing")));
    pages.add(page("webhooks, by host", Page.with(WEBHOOKS, "sort", "host")));
    pages.add(page("webhooks, by backlog", Page.with(WEBHOOKS, "sort", "backlog")));
    pages.add(page("webhook", webhook));
    pages.add(page("deliveries of a webhook", webhook + "/deliveries?$top=50"));
    pages.add(page("delivery", webhook + "/deliveries/" + samples.delivery()));
    pages.add(page("blocks", "/admin/blocks?$top=50"));
    pages.add(page("block: impact", "/admin/blocks/account/" + samples.account()));
    pages.add(page("rejected events", "/admin/invalid-events?$top=50"));
    pages.add(page("audit", "/admin/audit?$top=50"));
    pages.add(page("audit, account", "/admin/audit?$top=50&accountId=" + samples.account()));
    pages.add(page("settings", "/admin/settings"));
    return List.copyOf(pages);
  }

  private static Page page(String name, String... paths) {
    return Page.of("operator: " + name, Caller.OPERATOR, paths);
  }
}
