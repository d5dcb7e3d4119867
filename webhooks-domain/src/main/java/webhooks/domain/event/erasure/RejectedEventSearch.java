package webhooks.domain.event.erasure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import webhooks.domain.id.AccountId;
import webhooks.domain.id.Ids;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;
import webhooks.domain.json.JsonPath;
import webhooks.domain.json.JsonPath.MemberStep;
import webhooks.domain.json.JsonText;
import webhooks.domain.node.RejectedContent;
import webhooks.domain.node.RejectedEventFilter;

/**
 * Finds rejected events that have a value, in each form that publishers use. Leaves out an event
 * that names another account, or an iTwin of another account. An event that names only an iTwin
 * whose account is not known stays, but is uncertain.
 *
 * <p>The path counts from the top of the event. The content of a CloudEvent is its {@code data},
 * and in binary mode the body itself. A body that is no JSON object is found if it contains a
 * string.
 */
final class RejectedEventSearch implements RejectedEventFilter {
  private static final MemberStep CONTENT = new MemberStep("content");
  private static final MemberStep DATA = new MemberStep("data");

  /** Shorter strings occur everywhere. */
  private static final int MIN_TEXT_LENGTH = 4;

  private final String accountId;
  private final ErasureCriteria criteria;
  private final List<JsonPath> paths;
  private final Function<UUID, Optional<String>> accounts;

  /**
   * Creates the search.
   *
   * @param accounts finds the account of an iTwin, if it is known
   */
  RejectedEventSearch(
      String accountId, ErasureCriteria criteria, Function<UUID, Optional<String>> accounts) {
    this.accountId = accountId;
    this.criteria = criteria;
    this.accounts = accounts;
    this.paths = paths(criteria.jsonPath());
  }

  private static List<JsonPath> paths(JsonPath path) {
    List<JsonPath> all = new ArrayList<>(List.of(path));
    if (path.steps().get(0).equals(CONTENT)) {
      List<JsonPath.PathStep> inner = path.steps().subList(1, path.steps().size());
      List<JsonPath.PathStep> ofData = new ArrayList<>(List.of(DATA));
      ofData.addAll(inner);
      all.add(new JsonPath(List.copyOf(ofData)));
      all.add(new JsonPath(List.copyOf(inner)));
    }
    return all;
  }

  @Override
  public Verdict verdict(RejectedContent content) {
    Map<String, Object> members;
    try {
      members = JsonObjectParser.parse(content.body());
    } catch (InvalidBody e) {
      return verdictOfText(content.body());
    }
    if (!criteria.matches(content.body(), paths)) {
      return Verdict.KEEP;
    }
    return verdictOfOwner(members, content.attributes());
  }

  private Verdict verdictOfText(byte[] body) {
    if (!(criteria.value() instanceof String value) || value.length() < MIN_TEXT_LENGTH) {
      return Verdict.UNCERTAIN;
    }
    String text = new String(body, StandardCharsets.UTF_8);
    String quoted = JsonText.of(value);
    boolean found = text.contains(value) || text.contains(quoted.substring(1, quoted.length() - 1));
    return found ? Verdict.ERASE : Verdict.KEEP;
  }

  /** An event that names neither an account nor an iTwin counts as an event of the account. */
  private Verdict verdictOfOwner(Map<String, Object> members, Map<String, String> attributes) {
    Optional<String> named =
        texts(members.get("accountId"), attributes.get("accountid"), members.get("accountid"))
            .findFirst();
    if (named.isPresent()) {
      return named
          .flatMap(AccountId::parse)
          .filter(account -> account.text().equals(accountId))
          .map(account -> Verdict.ERASE)
          .orElse(Verdict.KEEP);
    }
    return texts(
            members.get("iTwinId"),
            attributes.get("itwinid"),
            members.get("itwinid"),
            attributes.get("source"),
            members.get("source"))
        .map(text -> text.substring(text.lastIndexOf('/') + 1))
        .flatMap(text -> Ids.parse(text).stream())
        .findFirst()
        .map(this::verdictOfITwin)
        .orElse(Verdict.ERASE);
  }

  private static Stream<String> texts(Object... values) {
    return Stream.of(values).filter(String.class::isInstance).map(String.class::cast);
  }

  private Verdict verdictOfITwin(UUID iTwin) {
    return accounts
        .apply(iTwin)
        .map(owner -> owner.equals(accountId) ? Verdict.ERASE : Verdict.KEEP)
        .orElse(Verdict.UNCERTAIN);
  }
}
