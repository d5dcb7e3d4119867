package webhooks.domain.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.json.JsonPath.AnyElementStep;
import webhooks.domain.json.JsonPath.ElementStep;
import webhooks.domain.json.JsonPath.MemberStep;
import webhooks.domain.json.JsonPath.PathStep;

/**
 * Several paths, whose values are found in one pass over a JSON text. An array of which a path
 * counts from the end is passed once more, for its length. Values that no path leads to are skipped
 * and not decoded, so the cost is bounded by the size of the text. Immutable.
 */
public final class JsonPathTree {
  /**
   * The maximum number of elements of an array to which a step {@code [*]} leads. A path has the
   * first ones only, so that no array makes its evaluation slow.
   */
  public static final int MAX_ELEMENTS = 1000;

  private final Branch root = new Branch();
  private final int size;

  /** A value that paths lead to or through. */
  private static final class Branch {
    private final Map<String, Branch> members = new HashMap<>();
    private final Map<Long, Branch> elements = new HashMap<>();

    /** The branch of each element; null if no path leads through all of them. */
    private Branch anyElement;

    /** The index of the path that leads to the value; negative if there is none. */
    private int path = -1;

    Branch child(PathStep step) {
      if (step instanceof MemberStep member) {
        return members.computeIfAbsent(member.name(), name -> new Branch());
      }
      if (step instanceof AnyElementStep) {
        anyElement = anyElement == null ? new Branch() : anyElement;
        return anyElement;
      }
      return elements.computeIfAbsent(((ElementStep) step).index(), index -> new Branch());
    }

    boolean hasElements() {
      return anyElement != null || !elements.isEmpty();
    }

    boolean countsFromEnd() {
      return elements.keySet().stream().anyMatch(index -> index < 0);
    }
  }

  /**
   * An element of an array to which a step {@code [*]} led.
   *
   * @param array where the array begins in the text
   * @param element where the element begins in the text; negative if there is no such step
   */
  public record AnyElement(int array, int element) {
    private static final AnyElement NONE = new AnyElement(-1, -1);
  }

  /** Takes the values that paths lead to. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a value.
     *
     * @param path the index of the path
     * @param element the element that has the value or is the value
     */
    void found(int path, JsonSlice value, AnyElement element);
  }

  /** The search of one text. */
  private record Search(byte[] json, Sink sink) {
    /**
     * Looks for values in the value that begins here. Returns the index after it.
     *
     * @param element the element that has the value or is the value
     */
    int value(int from, Branch branch, AnyElement element) {
      int end;
      if (json[from] == '{' && !branch.members.isEmpty()) {
        end = object(from, branch, element);
      } else if (json[from] == '[' && branch.hasElements()) {
        end = array(from, branch, element);
      } else {
        end = JsonScan.end(json, from);
      }
      if (branch.path >= 0) {
        sink.found(branch.path, new JsonSlice(json, from, end), element);
      }
      return end;
    }

    private int object(int from, Branch branch, AnyElement element) {
      int at = JsonScan.next(json, from + 1);
      while (json[at] != '}') {
        int nameEnd = JsonScan.end(json, at);
        Branch child = branch.members.get(new JsonSlice(json, at, nameEnd).text());
        at = JsonScan.next(json, nameEnd);
        at = JsonScan.next(json, at + 1);
        at = child == null ? JsonScan.end(json, at) : value(at, child, element);
        at = JsonScan.afterComma(json, at);
      }
      return at + 1;
    }

    private int array(int from, Branch branch, AnyElement element) {
      long length = branch.countsFromEnd() ? length(from) : Long.MAX_VALUE;
      int at = JsonScan.next(json, from + 1);
      for (long i = 0; json[at] != ']'; i++) {
        int end = -1;
        Branch child = branch.elements.get(i);
        if (child != null) {
          end = value(at, child, element);
        }
        Branch fromEnd = branch.elements.get(i - length);
        if (fromEnd != null) {
          end = value(at, fromEnd, element);
        }
        if (branch.anyElement != null && i < MAX_ELEMENTS) {
          end = value(at, branch.anyElement, new AnyElement(from, at));
        }
        at = JsonScan.afterComma(json, end < 0 ? JsonScan.end(json, at) : end);
      }
      return at + 1;
    }

    private long length(int from) {
      long length = 0;
      int at = JsonScan.next(json, from + 1);
      while (json[at] != ']') {
        at = JsonScan.afterComma(json, JsonScan.end(json, at));
        length++;
      }
      return length;
    }
  }

  /** Creates a tree of these paths, which differ from each other. */
  public JsonPathTree(List<JsonPath> paths) {
    size = paths.size();
    for (int i = 0; i < size; i++) {
      Branch branch = root;
      for (PathStep step : paths.get(i).steps()) {
        branch = branch.child(step);
      }
      branch.path = i;
    }
  }

  /**
   * Returns the value of each path in a text, in the order of the paths; empty where the path leads
   * to none. JSON leaves open which value counts if an object has a name twice; here it is the last
   * one that the path leads to.
   *
   * @param json valid JSON text in UTF-8
   */
  public List<Optional<JsonSlice>> find(byte[] json) {
    JsonSlice[] found = new JsonSlice[size];
    find(json, (path, value, element) -> found[path] = value);
    return Arrays.stream(found).map(Optional::ofNullable).toList();
  }

  /**
   * Finds the values of all paths in a text.
   *
   * @param json valid JSON text in UTF-8
   * @param sink takes the values, in the order of their ends
   */
  public void find(byte[] json, Sink sink) {
    new Search(json, sink).value(JsonScan.next(json, 0), root, AnyElement.NONE);
  }
}
