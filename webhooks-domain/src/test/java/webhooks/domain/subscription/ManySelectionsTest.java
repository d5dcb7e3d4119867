package webhooks.domain.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.selection.SelectedEvent;
import webhooks.domain.option.selection.SelectedEvents;
import webhooks.domain.option.selection.Selection;
import webhooks.domain.webhook.WebhookRow;

/** An account with the maximum number of webhooks, which all filter. */
class ManySelectionsTest {
  private static final String TYPE = "iModels.changesReady.v1";
  private static final int WEBHOOKS = 10_000;

  /** The maximum of a request that is stored with others. */
  private static final int MAX_COST = 1000;

  private final LoadedSelections selections = new LoadedSelections(WebhookRow.CIPHER);
  private final List<Selection> kept = new ArrayList<>();

  private KeptSelection keep(String json) {
    WebhookOptions options =
        new ChangeOptions(OptionJson.members(json), true, List.of())
            .applyTo(WebhookOptions.NONE, OptionRules.RECEIVER);
    Selection selection = options.selection();
    kept.add(selection);
    KeptSelection reference = new KeptSelection();
    reference.set(selection);
    return reference;
  }

  private static Subscription webhook() {
    return TestSubscription.of(UUID.randomUUID(), "account", 1, true);
  }

  private Matches decide(List<KeptSelection> webhooks, String content) throws SQLException {
    Candidates candidates =
        new Candidates(
            new MatchedEvent(SelectedEvents.of(TYPE, content), "account", Optional.empty()));
    for (KeptSelection selection : webhooks) {
      candidates.add(
          new Candidates.Selecting(
              new Match(webhook(), WebhookScope.ACCOUNT), Set.of(TYPE), selection));
    }
    return selections.decide(null, candidates);
  }

  /** They fit in the account's part of the memory, and their events are stored with others. */
  @Test
  void tenThousandShortFiltersCostLessThanALongRequest() throws SQLException {
    List<KeptSelection> webhooks = new ArrayList<>();
    for (int i = 0; i < WEBHOOKS; i++) {
      webhooks.add(keep("{'filters':[{'exact':{'$.content.imodelId':'" + i + "'}}]}"));
    }
    assertThat(kept.stream().mapToLong(Selection::bytes).sum())
        .isLessThan(LoadedSelections.MAX_BYTES_OF_ACCOUNT);

    decide(webhooks, "{}");
    long begin = System.nanoTime();
    Matches matches = decide(webhooks, "{'imodelId':'77','other':'" + "x".repeat(200_000) + "'}");
    Duration time = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(matches.accepted()).hasSize(1);
    assertThat(matches.filtered()).hasSize(WEBHOOKS - 1);
    assertThat(matches.cost()).isLessThan(MAX_COST);
    assertThat(time).isLessThan(Duration.ofSeconds(2));
  }

  /** Each filter has a path of its own, and the content is long. Read once, it costs about once. */
  @Test
  void contentIsReadOnceForAllFilters() throws SQLException {
    List<KeptSelection> webhooks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      webhooks.add(keep("{'filters':[{'exists':{'$.content.p" + i + "':true}}]}"));
    }
    String content = "{" + "'x':1,".repeat(100_000) + "'p7':1}";
    Duration one = Duration.ofDays(1);
    Duration all = Duration.ofDays(1);

    for (int i = 0; i < 5; i++) {
      one = shorter(one, decisionTime(webhooks.subList(7, 8), content, 0));
      all = shorter(all, decisionTime(webhooks, content, webhooks.size() - 1));
    }

    assertThat(all).isLessThan(one.multipliedBy(webhooks.size() / 4));
  }

  private Duration decisionTime(List<KeptSelection> webhooks, String content, int filtered)
      throws SQLException {
    long begin = System.nanoTime();
    Matches matches = decide(webhooks, content);
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(matches.accepted()).hasSize(1);
    assertThat(matches.filtered()).hasSize(filtered);
    return time;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** None of them is asked, and the content is not read: here it is missing. */
  @Test
  void eventOfAnotherAccountAsksNoneOfThem() throws SQLException {
    Matcher matcher = new Matcher();
    Matcher.ScopeKey account = new Matcher.ScopeKey(WebhookScope.ACCOUNT, "account");
    for (int i = 0; i < WEBHOOKS; i++) {
      matcher.put(webhook(), account, TYPE, true);
    }
    Subscription other = TestSubscription.of(UUID.randomUUID(), "other", 1, true);
    matcher.put(other, new Matcher.ScopeKey(WebhookScope.ACCOUNT, "other"), TYPE, false);

    SelectedEvent event =
        new SelectedEvent(TYPE, SelectedEvents.ITWIN, SelectedEvents.ID, "2026-10-02", null);

    Candidates candidates = matcher.candidates(new MatchedEvent(event, "other", Optional.empty()));
    Matches matches = selections.decide(null, candidates);

    assertThat(candidates.selecting()).isEmpty();
    assertThat(matches.accepted()).extracting(Match::webhook).containsExactly(other);
    assertThat(matches.filtered()).isEmpty();
    assertThat(matches.cost()).as("one delivery").isEqualTo(1);
  }

  /** As many long filters as the account's part of the memory holds, on the worst content. */
  @Test
  void longFiltersOfManyElementsHaveACost() throws SQLException {
    List<KeptSelection> webhooks = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; bytes < LoadedSelections.MAX_BYTES_OF_ACCOUNT; i++) {
      StringBuilder json = new StringBuilder("{'filters':[{'any':[");
      for (int leaf = 0; leaf < 50; leaf++) {
        json.append(leaf == 0 ? "" : ",")
            .append("{'suffix':{'$.content.a[*].b")
            .append(i * 50 + leaf)
            .append("':'y'}}");
      }
      webhooks.add(keep(json.append("]}]}").toString()));
      bytes += kept.get(i).bytes();
    }
    String elements = "{'b1':'x','b2':'x','b3':'x'},".repeat(5000);

    long begin = System.nanoTime();
    Matches matches = decide(webhooks, "{'a':[" + elements + "{}]}");
    Duration time = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(matches.filtered()).hasSameSizeAs(webhooks);
    assertThat(matches.cost()).as("a transaction of its own").isGreaterThan(MAX_COST / 2);
    assertThat(time).isLessThan(Duration.ofSeconds(5));
  }
}
