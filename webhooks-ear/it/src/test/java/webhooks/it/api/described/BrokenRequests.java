package webhooks.it.api.described;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import webhooks.it.api.described.Operation.Parameter;
import webhooks.it.harness.http.OpenApiDescription;

/** Breaks valid requests of an operation in one place. */
final class BrokenRequests {
  private static final String UNKNOWN = "unknown";
  private static final String PATH = "path";

  private final CandidateValues values;
  private final Random random;
  private final List<Break> found = new ArrayList<>();

  /**
   * A way to break a request.
   *
   * @param kind the kind of the place
   * @param target the target of the fault; empty for the whole body
   * @param change breaks a valid request, each time with another value
   */
  record Break(String kind, String target, UnaryOperator<DescribedRequest> change) {
    /** Returns whether the request then addresses another thing, or none. */
    boolean isInPath() {
      return kind.equals(PATH);
    }
  }

  private BrokenRequests(CandidateValues values, Random random) {
    this.values = values;
    this.random = random;
  }

  /** Returns all ways to break requests of an operation. */
  static List<Break> of(
      Operation operation, OpenApiDescription description, CandidateValues values, Random random) {
    BrokenRequests breaks = new BrokenRequests(values, random);
    operation.parameters().forEach(breaks::addParameter);
    breaks.add("unknown parameter", UNKNOWN, request -> request.withQuery(UNKNOWN, "x"));
    operation
        .body()
        .ifPresent(
            body -> {
              breaks.found.addAll(new BrokenBodies(description, values, random).of(body));
              if (body.required()) {
                breaks.add("missing body", "", request -> request.withBody(Optional.empty()));
              }
            });
    return breaks.found;
  }

  private void addParameter(Parameter parameter) {
    String name = parameter.name();
    switch (parameter.in()) {
      case PATH ->
          addValues(parameter, Texts::isSegment, (request, text) -> request.withPath(name, text));
      case "header" ->
          addValues(parameter, Texts::isHeader, (request, text) -> request.withHeader(name, text));
      default -> {
        addValues(parameter, text -> true, (request, text) -> request.withQuery(name, text));
        add("empty parameter", name, request -> request.withQuery(name, ""));
        String any = values.validTexts(parameter.schema()).get(0);
        add("repeated parameter", name, request -> request.withQuery(name, any, any));
        if (parameter.required()) {
          add("missing parameter", name, request -> request.withQuery(name));
        }
      }
    }
  }

  private void addValues(
      Parameter parameter,
      Predicate<String> possible,
      BiFunction<DescribedRequest, String, DescribedRequest> change) {
    List<String> texts = new ArrayList<>(values.brokenTexts(parameter.schema()));
    Fixtures.forbidden(parameter.name()).stream().map(JsonNode::textValue).forEach(texts::add);
    texts.removeIf(possible.negate());
    if (!texts.isEmpty()) {
      add(
          parameter.in(),
          parameter.name(),
          request -> change.apply(request, texts.get(random.nextInt(texts.size()))));
    }
  }

  private void add(String kind, String target, UnaryOperator<DescribedRequest> change) {
    found.add(new Break(kind, target, change));
  }
}
