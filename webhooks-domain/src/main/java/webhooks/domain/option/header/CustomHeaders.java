package webhooks.domain.option.header;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import webhooks.domain.address.Origin;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;

/**
 * The headers that the owner adds to each request of a webhook.
 *
 * @param headers at most {@value #MAX_HEADERS}, each with another name
 */
public record CustomHeaders(List<CustomHeader> headers) implements Option {
  private static final int MAX_HEADERS = 20;
  private static final int MAX_BYTES = 8 * 1024;

  /** Reads the headers. The value of a header that is left out stays the same. */
  public static Optional<CustomHeaders> read(OptionValue value, OptionContext context) {
    Optional<List<OptionValue>> elements = value.elements();
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    value.hasMoreThan(MAX_HEADERS, "headers");
    List<CustomHeader> before =
        context.before(CustomHeaders.class).map(CustomHeaders::headers).orElse(List.of());
    Set<String> names = new HashSet<>();
    List<CustomHeader> headers =
        elements.get().stream()
            .flatMap(element -> read(element, context, before, names).stream())
            .toList();
    if (headers.stream().mapToInt(CustomHeader::size).sum() > MAX_BYTES) {
      value.exceeds("must have at most " + MAX_BYTES + " bytes in all names and values");
    }
    return Optional.of(new CustomHeaders(headers)).filter(all -> all.isWhole(elements.get()));
  }

  private static Optional<CustomHeader> read(
      OptionValue element, OptionContext context, List<CustomHeader> before, Set<String> names) {
    Optional<CustomHeader> header = CustomHeader.read(element, context, before.stream());
    header
        .filter(one -> !names.add(one.name().toLowerCase(Locale.ROOT)))
        .ifPresent(
            one -> element.invalid(CustomHeader.NAME, "must not be the name of two headers"));
    return header;
  }

  private boolean isWhole(List<OptionValue> elements) {
    return headers.size() == elements.size();
  }

  /** Returns the path, in this option, of the header name that equals this one in whatever case. */
  public Optional<String> pathOf(String name) {
    return IntStream.range(0, headers.size())
        .filter(i -> headers.get(i).isNamed(name))
        .mapToObj(i -> "[" + i + "]." + CustomHeader.NAME)
        .findFirst();
  }

  /** Returns the headers that a receiver of this origin gets. */
  public Stream<RequestHeader> requestHeaders(Origin receiver) {
    return headers.stream().flatMap(header -> header.request(receiver).stream());
  }

  @Override
  public CustomHeaders unbound() {
    return new CustomHeaders(headers.stream().map(CustomHeader::unbound).toList());
  }

  @Override
  public Object stored() {
    return headers.stream().map(CustomHeader::stored).toList();
  }

  @Override
  public Object shown(Origin receiver) {
    return headers.stream().map(header -> header.shown(receiver)).toList();
  }
}
