package webhooks.domain.option.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.options;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.event.EventPayload;

/** Which events filters accept (OPTIONS, section 3). */
class SelectionTest {
  private static final String TYPE = "jobs.completed.v1";

  private static Selection selection(String filters) {
    return options("{'filters': [" + filters + "]}").selection();
  }

  private static Optional<SelectionRefusal> refusal(String filters, String content) {
    return selection(filters).refusedBy(SelectedEvents.of(TYPE, content), Set.of(TYPE));
  }

  private static boolean accepts(String filters, String content) {
    return refusal(filters, content).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{'exact':{'$.content.a':'x'}}` | `{'a':'x'}` | true",
        "`{'exact':{'$.content.a':'x'}}` | `{'a':'X'}` | false",
        "`{'exact':{'$.content.a':'x'}}` | `{'a':['x']}` | false",
        "`{'exact':{'$.content.a':'x'}}` | `{}` | false",
        "`{'exact':{'$.content.a':'x'}}` | `{'a':null}` | false",
        "`{'exact':{'$.content.a':'x'}}` | `{'a':'\\u0078'}` | true",
        "`{'exact':{'$.content.a':'1'}}` | `{'a':1}` | false",
        "`{'exact':{'$.content.a':1}}` | `{'a':1.00}` | true",
        "`{'exact':{'$.content.a':100}}` | `{'a':1e2}` | true",
        "`{'exact':{'$.content.a':1}}` | `{'a':true}` | false",
        "`{'exact':{'$.content.a':true}}` | `{'a':true}` | true",
        "`{'exact':{'$.content.a':true}}` | `{'a':false}` | false",
        "`{'exact':{'$.content.a':true}}` | `{'a':'true'}` | false",
        "`{'exact':{'$.content.a':'x','$.content.b':'y'}}` | `{'a':'x','b':'y'}` | true",
        "`{'exact':{'$.content.a':'x','$.content.b':'y'}}` | `{'a':'x','b':'z'}` | false",
        "`{'exact':{'eventType':'jobs.completed.v1'}}` | `{}` | true",
        "`{'exact':{'$.eventType':'jobs.completed.v1'}}` | `{}` | true",
        "`{'exact':{'iTwinId':'5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10'}}` | `{}` | true",
        "`{'exact':{'messageId':'0197a6f2-9a3e-7c11-8d00-1f2e3d4c5b6a'}}` | `{}` | true",
        "`{'prefix':{'$.enqueuedDateTime':'2026-10-02T'}}` | `{}` | true",
        "`{'prefix':{'$.content.a':'ab'}}` | `{'a':'abc'}` | true",
        "`{'prefix':{'$.content.a':'ab'}}` | `{'a':'xab'}` | false",
        "`{'prefix':{'$.content.a':'1'}}` | `{'a':12}` | false",
        "`{'suffix':{'$.content.a':'bc'}}` | `{'a':'abc'}` | true",
        "`{'suffix':{'$.content.a':'bc'}}` | `{'a':'bcx'}` | false",
        "`{'in':{'$.content.a':['x',2,false]}}` | `{'a':2.0}` | true",
        "`{'in':{'$.content.a':['x',2,false]}}` | `{'a':false}` | true",
        "`{'in':{'$.content.a':['x',2,false]}}` | `{'a':'2'}` | false",
        "`{'number':{'$.content.a':{'gt':1,'lte':2}}}` | `{'a':1}` | false",
        "`{'number':{'$.content.a':{'gt':1,'lte':2}}}` | `{'a':1.0000000000000000000001}` | true",
        "`{'number':{'$.content.a':{'gt':1,'lte':2}}}` | `{'a':2.0}` | true",
        "`{'number':{'$.content.a':{'gt':1,'lte':2}}}` | `{'a':2.0000000000000000000001}` | false",
        "`{'number':{'$.content.a':{'gte':-1,'lt':0}}}` | `{'a':-1}` | true",
        "`{'number':{'$.content.a':{'gte':-1,'lt':0}}}` | `{'a':-0}` | false",
        "`{'number':{'$.content.a':{'gt':1}}}` | `{'a':'2'}` | false",
        "`{'exists':{'$.content.a':true}}` | `{'a':null}` | true",
        "`{'exists':{'$.content.a':true}}` | `{'a':{}}` | true",
        "`{'exists':{'$.content.a':true}}` | `{}` | false",
        "`{'exists':{'$.content.a':false}}` | `{}` | true",
        "`{'exists':{'$.content.a':false}}` | `{'a':0}` | false",
        "`{'exists':{'$.content':true}}` | `{}` | true",
        "`{'not':{'exact':{'$.content.a':'x'}}}` | `{}` | true",
        "`{'not':{'exact':{'$.content.a':'x'}}}` | `{'a':1}` | true",
        "`{'not':{'exact':{'$.content.a':'x'}}}` | `{'a':'x'}` | false",
        "`{'all':[{'exists':{'$.content.a':true}},{'exists':{'$.content.b':true}}]}` | `{'a':1}` | false",
        "`{'all':[{'exists':{'$.content.a':true}},{'exists':{'$.content.b':true}}]}` | `{'a':1,'b':1}` | true",
        "`{'any':[{'exists':{'$.content.a':true}},{'exists':{'$.content.b':true}}]}` | `{'b':1}` | true",
        "`{'any':[{'exists':{'$.content.a':true}},{'exists':{'$.content.b':true}}]}` | `{'c':1}` | false",
        "`{'exists':{'$.content.a':true}},{'exists':{'$.content.b':true}}` | `{'a':1}` | false",
        "`{'exact':{'$.content.a.b[1].c':'x'}}` | `{'a':{'b':[0,{'c':'x'}]}}` | true",
        "`{'exact':{'$.content.a[-1]':3}}` | `{'a':[1,2,3]}` | true",
        "`{'exact':{'$.content.a[*]':2}}` | `{'a':[1,2,3]}` | true",
        "`{'exact':{'$.content.a[*]':4}}` | `{'a':[1,2,3]}` | false",
        "`{'exact':{'$.content.a[*]':2}}` | `{'a':{'x':2}}` | false",
        "`{'exact':{'$.content.a[*].b':'x'}}` | `{'a':[{'b':'y'},5,{'b':'x'}]}` | true",
        "`{'not':{'exact':{'$.content.a[*].b':'x'}}}` | `{'a':[{'b':'y'},{'b':'x'}]}` | false",
        "`{'number':{'$.content.a[*]':{'gt':1,'lt':3}}}` | `{'a':[1,3]}` | false",
        "`{'exists':{'$.content.a[*].b':true}}` | `{'a':[]}` | false",
        "`{'exact':{'$.content.a':2}}` | `{'a':1,'a':2}` | true",
        "`{'exact':{'$.content.a':1}}` | `{'a':1,'a':2}` | false",
        "`{'exact':{'$.content.a[*]':1}}` | `{'a':[1],'a':[2]}` | false",
        "`{'exact':{'$.content.a[*].b':1}}` | `{'a':[{'b':1,'b':2}]}` | false"
      })
  void acceptsEvents(String filters, String content, boolean accepted) {
    assertThat(accepts(filters, content)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{'exact':{'$.content.a':1}}` | filters[0]",
        "`{'exact':{'$.content.b':2}},{'all':[{'exact':{'$.content.a':1}}]}` | filters[1].all[0]",
        "`{'all':[{'exact':{'$.content.b':2}},{'exact':{'$.content.a':1}}]}` | filters[0].all[1]",
        "`{'any':[{'exact':{'$.content.a':1}},{'exact':{'$.content.a':3}}]}` | filters[0]",
        "`{'not':{'any':[{'exact':{'$.content.a':1}},{'exact':{'$.content.b':2}}]}}`"
            + " | filters[0].not.any[1]",
        "`{'not':{'exact':{'$.content.b':2}}}` | filters[0].not"
      })
  void namesTheFilterThatDecided(String filters, String path) {
    assertThat(refusal(filters, "{'a':2,'b':2}"))
        .contains(new SelectionRefusal(Optional.of(path)))
        .get()
        .matches(SelectionRefusal::isFiltered);
  }

  @Test
  void typeDecidesBeforeFilters() {
    Selection selection = selection("{'exact':{'$.content.a':1}}");

    assertThat(selection.refusedBy(SelectedEvents.of("other.v1", "{'a':1}"), Set.of(TYPE)))
        .contains(SelectionRefusal.NOT_SUBSCRIBED);
    assertThat(SelectionRefusal.NOT_SUBSCRIBED.isFiltered()).isFalse();
  }

  @Test
  void filtersOfPropertiesReadNoContent() {
    SelectedEvent withoutContent =
        new SelectedEvent(TYPE, SelectedEvents.ITWIN, SelectedEvents.ID, SelectedEvents.TIME, null);
    String filters = "{'exact':{'eventType':'%s','messageId':'%s'}}";

    assertThat(
            selection(filters.formatted(TYPE, SelectedEvents.ID))
                .refusedBy(withoutContent, Set.of(TYPE)))
        .isEmpty();
  }

  @Test
  void readsTheStoredBodyLikeTheEvent() {
    byte[] body =
        new EventPayload("{\"a\":\"x\"}".getBytes(StandardCharsets.UTF_8), SelectedEvents.TIME)
            .bodyBeginning(SelectedEvents.ID, TYPE, SelectedEvents.ITWIN);
    SelectedEvent event = SelectedEvent.ofStored(body);
    String filters =
        ("{'exact':{'$.content.a':'x','eventType':'%s','iTwinId':'%s','messageId':'%s',"
                + "'$.enqueuedDateTime':'%s'}}")
            .formatted(TYPE, SelectedEvents.ITWIN, SelectedEvents.ID, SelectedEvents.TIME);

    assertThat(selection(filters).refusedBy(event, Set.of(TYPE))).isEmpty();
  }

  /** Selections that are prepared together share one pass over the content. */
  @Test
  void selectionsThatArePreparedTogetherSeeTheirOwnValues() {
    Selection first = selection("{'exact':{'$.content.a':1}}");
    Selection second = selection("{'exact':{'$.content.b[*]':2}}");
    SelectedEvent event = SelectedEvents.of(TYPE, "{'b':[1,2],'a':0}");

    event.prepare(Stream.of(first, second, Selection.NONE));

    assertThat(first.accepts(event)).isFalse();
    assertThat(second.accepts(event)).isTrue();
    assertThat(Selection.NONE.accepts(event)).isTrue();
    assertThat(event.toString()).isEqualTo("SelectedEvent[" + TYPE + "]");
  }

  @Test
  void numbersOfMoreThanHundredDigitsAreNotCompared() {
    String filter = "{'number':{'$.content.a':{'gt':0}}}";

    assertThat(accepts(filter, "{'a':" + "9".repeat(100) + "}")).isTrue();
    assertThat(accepts(filter, "{'a':" + "9".repeat(101) + "}")).isFalse();
    assertThat(accepts(filter, "{'a':0." + "9".repeat(99) + "e5}")).isTrue();
    assertThat(accepts(filter, "{'a':" + "9".repeat(200_000) + "}")).isFalse();
  }

  /** An exponent is never expanded. */
  @Test
  @Timeout(10)
  void hugeExponentsAreComparedAtOnce() {
    assertThat(accepts("{'number':{'$.content.a':{'gt':1e1000}}}", "{'a':1e999999999}")).isTrue();
    assertThat(accepts("{'number':{'$.content.a':{'lt':1e-999}}}", "{'a':1e-999999999}")).isTrue();
    assertThat(accepts("{'exact':{'$.content.a':1}}", "{'a':1e999999999}")).isFalse();
    assertThat(accepts("{'exact':{'$.content.a':0}}", "{'a':0e999999999}")).isTrue();
    assertThat(accepts("{'exists':{'$.content.a':true}}", "{'a':1e99999999999}")).isTrue();
    assertThat(accepts("{'number':{'$.content.a':{'gt':0}}}", "{'a':1e99999999999}")).isFalse();
  }

  @Test
  void anyElementIsOneOfTheFirstThousand() {
    String thousand = IntStream.range(0, 1000).mapToObj(i -> "0").collect(Collectors.joining(","));
    String filter = "{'exact':{'$.content.a[*]':1}}";

    assertThat(accepts(filter, "{'a':[" + thousand.substring(2) + ",1]}")).isTrue();
    assertThat(accepts(filter, "{'a':[" + thousand + ",1]}")).isFalse();
  }

  /** Names that were chosen to have the same hash cost a look-up in order, not in each other. */
  @Test
  @Timeout(20)
  void namesWithTheSameHashStayCheap() {
    Selection selection = selection(leavesOf(50, 0));
    String members =
        IntStream.range(0, 1 << 13)
            .mapToObj(i -> "'" + colliding(i, 13) + "':" + i)
            .collect(Collectors.joining(","));
    SelectedEvent event = SelectedEvents.of(TYPE, "{" + members + "}");
    long begin = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      event = SelectedEvents.of(TYPE, "{" + members + "}");
      event.prepare(IntStream.range(0, 1).mapToObj(unused -> selection));
    }

    assertThat(selection.accepts(event)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
  }

  private static String leavesOf(int number, int from) {
    return IntStream.range(from, from + number)
        .mapToObj(i -> "{'exact':{'$.content." + colliding(i, 13) + "':" + i + "}}")
        .collect(Collectors.joining(","));
  }

  /** Returns one of the names that have the same hash as all others of this length. */
  private static String colliding(int number, int parts) {
    return IntStream.range(0, parts)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }
}
