package webhooks.it.api.described;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import webhooks.it.api.described.BrokenRequests.Break;
import webhooks.it.api.described.Operation.Body;
import webhooks.it.harness.http.OpenApiDescription;

/**
 * Breaks bodies in one place: the whole body, an element of it, or a property.
 *
 * <p>The target of a fault in an element of a property is the property.
 */
final class BrokenBodies {
  private static final String UNKNOWN = "unknown";

  private final OpenApiDescription description;
  private final CandidateValues values;
  private final Random random;
  private final List<Break> found = new ArrayList<>();

  BrokenBodies(OpenApiDescription description, CandidateValues values, Random random) {
    this.description = description;
    this.values = values;
    this.random = random;
  }

  /** Returns all ways to break a body. */
  List<Break> of(Body body) {
    boolean isArray = isArray(body.schema());
    // An object instead of an array is one event, which the description allows in words. A null
    // instead of an optional body is none.
    List<JsonNode> others =
        values.broken(body.schema()).stream()
            .filter(value -> body.required() || !value.isNull())
            .filter(
                value -> value.isValueNode() || value.isArray() && (!isArray || value.isEmpty()))
            .toList();
    add("whole body", "", whole -> oneOf(others));
    if (isArray) {
      addElements(body.schema());
    } else {
      addProperties(body.schema(), "", whole -> (ObjectNode) whole);
    }
    return found;
  }

  private void addElements(JsonPointer schema) {
    JsonPointer element = items(schema);
    int index = random.nextInt(2);
    String target = "[" + index + "]";
    List<JsonNode> others =
        values.broken(element).stream().filter(value -> !value.isObject()).toList();
    add(
        "element",
        target,
        whole -> {
          ArrayNode array = longer(whole, index);
          array.set(index, oneOf(others));
          return array;
        });
    if (description.at(schema).has("maxItems")) {
      int max = description.at(schema).get("maxItems").intValue();
      add("too many elements", "", whole -> longer(whole, max));
    }
    addProperties(element, target + ".", whole -> (ObjectNode) longer(whole, index).get(index));
  }

  /** Returns the array, with copies of its first element up to this index. */
  private static ArrayNode longer(JsonNode whole, int index) {
    ArrayNode array = (ArrayNode) whole;
    while (array.size() <= index) {
      array.add(array.get(0).deepCopy());
    }
    return array;
  }

  /**
   * Adds the breaks of an object.
   *
   * @param prefix the prefix of targets
   * @param owner returns the object in a body
   */
  private void addProperties(
      JsonPointer schema, String prefix, Function<JsonNode, ObjectNode> owner) {
    JsonNode object = description.at(schema);
    JsonPointer properties = OpenApiDescription.append(schema, "properties");
    object
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            name -> {
              JsonPointer property =
                  description.resolved(OpenApiDescription.append(properties, name));
              Supplier<JsonNode> value = broken(property, name);
              addChange("property", prefix + name, owner, one -> one.set(name, value.get()));
              if (isArray(property)) {
                addArray(property, name, prefix, owner);
              }
            });
    for (JsonNode required : object.path("required")) {
      String name = required.textValue();
      addChange("missing property", prefix + name, owner, one -> one.remove(name));
    }
    addChange("unknown property", prefix + UNKNOWN, owner, one -> one.put(UNKNOWN, "x"));
  }

  private void addArray(
      JsonPointer property, String name, String prefix, Function<JsonNode, ObjectNode> owner) {
    JsonPointer items = items(property);
    Supplier<JsonNode> element = broken(items, RequestGenerator.name(items));
    addChange(
        "element of property",
        prefix + name,
        owner,
        one -> one.set(name, JsonNodeFactory.instance.arrayNode().add(element.get())));
    JsonNode found = description.at(property);
    if (found.has("maxItems")) {
      // The API counts no nulls, which the description allows as elements of some arrays.
      List<JsonNode> all = values.valid(items).stream().filter(value -> !value.isNull()).toList();
      JsonNode valid = all.isEmpty() ? JsonNodeFactory.instance.objectNode() : oneOf(all);
      ArrayNode longer = JsonNodeFactory.instance.arrayNode();
      for (int i = found.get("maxItems").intValue(); i >= 0; i--) {
        longer.add(valid);
      }
      addChange("too many elements", prefix + name, owner, one -> one.set(name, longer));
    }
  }

  private Supplier<JsonNode> broken(JsonPointer schema, String name) {
    List<JsonNode> all = new ArrayList<>(values.broken(schema));
    all.addAll(Fixtures.forbidden(name));
    return () -> oneOf(all);
  }

  private JsonPointer items(JsonPointer array) {
    return description.resolved(OpenApiDescription.append(array, "items"));
  }

  private boolean isArray(JsonPointer schema) {
    return description.at(schema).path("type").asText().equals("array");
  }

  private void addChange(
      String kind,
      String target,
      Function<JsonNode, ObjectNode> owner,
      Consumer<ObjectNode> change) {
    add(
        kind,
        target,
        whole -> {
          change.accept(owner.apply(whole));
          return whole;
        });
  }

  private void add(String kind, String target, UnaryOperator<JsonNode> change) {
    found.add(
        new Break(
            kind,
            target,
            request -> {
              // Without a body an optional one is empty.
              JsonNode whole =
                  request
                      .body()
                      .filter(JsonNode::isContainerNode)
                      .orElseGet(JsonNodeFactory.instance::objectNode);
              return request.withBody(Optional.of(change.apply(whole.deepCopy())));
            }));
  }

  private JsonNode oneOf(List<JsonNode> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
