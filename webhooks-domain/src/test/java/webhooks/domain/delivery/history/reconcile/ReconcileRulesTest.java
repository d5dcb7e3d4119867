package webhooks.domain.delivery.history.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.OptionJson;

/** Which requests to reconcile are valid. */
class ReconcileRulesTest {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00Z");
  private static final String PERIOD =
      "'since':'2026-10-02T10:00:00Z','until':'2026-10-02T12:00:00Z'";
  private static final String HASH = "a".repeat(64);

  private static ReconcileQuery check(Map<String, Object> members) {
    return ReconcileRules.check(
        new ReconcileDeliveries(members, List.of()), NOW, Duration.ofDays(14));
  }

  private static ReconcileQuery check(String members) {
    return check(OptionJson.members("{" + members + "}"));
  }

  private static List<String> faults(String members) {
    return catchThrowableOfType(Refusal.class, () -> check(members)).details().stream()
        .map(fault -> fault.code().text() + fault.target().map(" "::concat).orElse(""))
        .toList();
  }

  private static String hour(String time, String count, String hash) {
    return "{'hour':'%s','count':%s,'hash':'%s'}".formatted(time, count, hash);
  }

  @Test
  void readsHoursAndIds() {
    UUID id = UUID.randomUUID();

    ReconcileQuery query =
        check(
            PERIOD
                + ",'hours':["
                + hour("2026-10-02T13:00:00+02:00", "2.0", HASH.toUpperCase(Locale.ROOT))
                + "],'messageIds':['"
                + id.toString().toUpperCase(Locale.ROOT)
                + "','"
                + id
                + "']");

    HourDigest hour = query.hours().orElseThrow().get(Instant.parse("2026-10-02T11:00:00Z"));
    assertThat(hour.count()).isEqualTo(2);
    assertThat(hour.hash()).isEqualTo(HASH);
    assertThat(query.messageIds().orElseThrow()).containsExactly(id);
  }

  @Test
  void idsAloneMayBeOfAnyPeriod() {
    ReconcileQuery query =
        check(
            "'since':'2026-10-02T10:00:01.5Z','until':'2026-10-02T10:00:02Z','messageIds':[],"
                + "'hours':null");

    assertThat(query.hours()).isEmpty();
    assertThat(query.messageIds().orElseThrow()).isEmpty();
    assertThat(query.since()).isEqualTo(Instant.parse("2026-10-02T10:00:01.5Z"));
  }

  @Test
  void namesAllFaultsWithTheirPaths() {
    assertThat(
            faults(
                "'until':7,'color':1,'hours':["
                    + hour("2026-10-02T10:30:00Z", "-1", "zz")
                    + ",{'hour':1,'more':2},3],'messageIds':['a',1]"))
        .containsExactlyInAnyOrder(
            "InvalidProperty color",
            "MissingRequiredProperty since",
            "InvalidValue until",
            "InvalidValue hours[0].hour",
            "InvalidValue hours[0].count",
            "InvalidValue hours[0].hash",
            "InvalidValue hours[1].hour",
            "InvalidValue hours[1].hour",
            "InvalidValue hours[1].count",
            "InvalidValue hours[1].hash",
            "InvalidProperty hours[1].more",
            "InvalidValue hours[2]",
            "InvalidValue messageIds");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-18T14:00:00Z, 2026-10-02T12:00:00Z, since",
    "2026-10-02T12:00:00Z, 2026-10-02T12:00:00Z, until",
    "2026-10-02T12:00:00Z, 2026-10-02T16:00:00Z, until",
    "2026-10-02T12:00:00.001Z, 2026-10-02T14:00:00Z, since",
    "2026-10-02T12:00:00Z, 2026-10-02T14:00:01Z, until",
    "12:00, 2026-10-02T14:00:00Z, since"
  })
  void refusesPeriods(String since, String until, String target) {
    assertThat(faults("'since':'%s','until':'%s','hours':[]".formatted(since, until)))
        .containsExactly("InvalidValue " + target);
  }

  @Test
  void presentHourMayBeIncluded() {
    assertThat(
            check("'since':'2026-10-02T12:00:00Z','until':'2026-10-02T15:00:00Z','hours':[]")
                .until())
        .isEqualTo(Instant.parse("2026-10-02T15:00:00Z"));
  }

  @Test
  void needsHoursOrIds() {
    assertThat(faults(PERIOD)).containsExactly("MissingRequiredProperty hours");
  }

  @Test
  void refusesHoursTwiceOrOutsideThePeriod() {
    String hour = hour("2026-10-02T11:00:00Z", "1", HASH);

    assertThat(faults(PERIOD + ",'hours':[" + hour + "," + hour + "]"))
        .containsExactly("InvalidValue hours[1].hour");
    assertThat(faults(PERIOD + ",'hours':[" + hour("2026-10-02T12:00:00Z", "1", HASH) + "]"))
        .containsExactly("InvalidValue hours");
    assertThat(faults(PERIOD + ",'hours':[" + hour("2026-10-02T11:00:00Z", "1e99", HASH) + "]"))
        .containsExactly("InvalidValue hours[0].count");
  }

  @Test
  void refusesElementsThatAreNull() {
    assertThat(faults(PERIOD + ",'hours':[null],'messageIds':[null]"))
        .containsExactly("InvalidValue hours", "InvalidValue messageIds");
  }

  @Test
  void boundsHoursAndIds() {
    Map<String, Object> members = OptionJson.members("{" + PERIOD + "}");
    members = new HashMap<>(members);
    members.put("hours", Collections.nCopies(ReconcileRules.MAX_HOURS + 1, Map.of()));
    members.put(
        "messageIds",
        IntStream.rangeClosed(0, ReconcileRules.MAX_IDS)
            .mapToObj(i -> UUID.randomUUID().toString())
            .toList());
    Map<String, Object> request = members;

    assertThat(catchThrowableOfType(Refusal.class, () -> check(request)).details())
        .extracting(Fault::code)
        .containsExactly(FaultCode.LIMIT_EXCEEDED, FaultCode.LIMIT_EXCEEDED);
  }
}
