package webhooks.domain.event.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.node.RejectedContent;
import webhooks.domain.node.RejectedEventFilter.Verdict;

/** Rejected events that have a value, in each form that publishers use. */
class RejectedEventSearchTest {
  private static final UUID OWN_ITWIN = UUID.randomUUID();
  private static final UUID OTHER_ITWIN = UUID.randomUUID();
  private static final Map<UUID, String> ACCOUNTS =
      Map.of(OWN_ITWIN, "account-1", OTHER_ITWIN, "account-2");
  private static final ErasureCriteria CRITERIA =
      new ErasureCriteria("$.content.userId", "user-1@example");

  private static Verdict verdict(
      ErasureCriteria criteria, String body, Map<String, String> attributes) {
    return new RejectedEventSearch(
            "account-1", criteria, iTwin -> Optional.ofNullable(ACCOUNTS.get(iTwin)))
        .verdict(new RejectedContent(body.replace('\'', '"').getBytes(UTF_8), attributes));
  }

  private static Verdict verdict(String body) {
    return verdict(CRITERIA, body, Map.of());
  }

  @Test
  void findsEachForm() {
    assertThat(verdict("{'eventType':'?','content':{'userId':'user-1@example'}}"))
        .isEqualTo(Verdict.ERASE);
    assertThat(verdict("{'specversion':'1.0','data':{'userId':'user-1@example'}}"))
        .isEqualTo(Verdict.ERASE);
    assertThat(verdict("{'userId':'user-1@example'}")).isEqualTo(Verdict.ERASE);
    assertThat(verdict("{'content':{'userId':'user-1\\u0040example'}}")).isEqualTo(Verdict.ERASE);
  }

  @Test
  void keepsOtherValues() {
    assertThat(verdict("{'content':{'userId':'user-2'}}")).isEqualTo(Verdict.KEEP);
    assertThat(verdict("{'content':{'owner':'user-1@example'}}")).isEqualTo(Verdict.KEEP);
    assertThat(verdict("{'content':{'userId':['user-1@example']}}")).isEqualTo(Verdict.KEEP);
    assertThat(verdict("{}")).isEqualTo(Verdict.KEEP);
  }

  @Test
  void keepsEventsOfOtherAccounts() {
    String content = "'content':{'userId':'user-1@example'}}";

    assertThat(verdict("{'accountId':'account-2'," + content)).isEqualTo(Verdict.KEEP);
    assertThat(verdict("{'accountId':'account-1'," + content)).isEqualTo(Verdict.ERASE);
    assertThat(verdict("{'iTwinId':'" + OTHER_ITWIN + "'," + content)).isEqualTo(Verdict.KEEP);
    assertThat(verdict("{'iTwinId':'" + OWN_ITWIN + "'," + content)).isEqualTo(Verdict.ERASE);
    assertThat(verdict(CRITERIA, "{'userId':'user-1@example'}", Map.of("accountid", "account-2")))
        .isEqualTo(Verdict.KEEP);
    assertThat(
            verdict(
                CRITERIA,
                "{'userId':'user-1@example'}",
                Map.of("source", "https://x.example/itwins/" + OTHER_ITWIN)))
        .isEqualTo(Verdict.KEEP);
  }

  /** It may be an event of any account. */
  @Test
  void eventOfUnknownITwinIsUncertain() {
    String unknown = UUID.randomUUID().toString();
    String content = "'content':{'userId':'user-1@example'}}";

    assertThat(verdict("{'iTwinId':'" + unknown + "'," + content)).isEqualTo(Verdict.UNCERTAIN);
    assertThat(verdict("{'iTwinId':'" + unknown + "','accountId':'account-1'," + content))
        .isEqualTo(Verdict.ERASE);
    assertThat(verdict("{'iTwinId':'" + unknown + "','content':{'userId':'user-2'}}"))
        .isEqualTo(Verdict.KEEP);
  }

  @Test
  void searchesTextThatIsNoJson() {
    assertThat(verdict("{'content':{'userId':'user-1@example'}")).isEqualTo(Verdict.ERASE);
    assertThat(verdict("hello")).isEqualTo(Verdict.KEEP);
    ErasureCriteria number = new ErasureCriteria("$.content.n", BigDecimal.TEN);
    assertThat(verdict(number, "10", Map.of())).isEqualTo(Verdict.UNCERTAIN);
  }

  @Test
  void comparesNumbersAsDecimalsAndTruthAsTruth() {
    ErasureCriteria ten = new ErasureCriteria("$.content.n", BigDecimal.TEN);
    assertThat(verdict(ten, "{'content':{'n':1.0e1}}", Map.of())).isEqualTo(Verdict.ERASE);
    assertThat(verdict(ten, "{'content':{'n':'10'}}", Map.of())).isEqualTo(Verdict.KEEP);
    assertThat(verdict(ten, "{'content':{'n':true}}", Map.of())).isEqualTo(Verdict.KEEP);
    assertThat(verdict(ten, "{'content':{'n':null}}", Map.of())).isEqualTo(Verdict.KEEP);
    ErasureCriteria yes = new ErasureCriteria("$.content.b", true);
    assertThat(verdict(yes, "{'content':{'b':true}}", Map.of())).isEqualTo(Verdict.ERASE);
    assertThat(verdict(yes, "{'content':{'b':false}}", Map.of())).isEqualTo(Verdict.KEEP);
  }
}
