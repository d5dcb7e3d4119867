package webhooks.it.harness.selection;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Selects the tests that fit the server, the database, the broker and the profile of this run.
 *
 * <p>Excludes a test if an annotation of this package limits its class or method to another value.
 * Two annotations for one setting allow both values. JUnit loads this filter by {@code
 * META-INF/services}.
 */
public final class TestSelection implements PostDiscoveryFilter {
  /** Checks a method and its classes, because JUnit does not exclude a class that has methods. */
  @Override
  public FilterResult apply(TestDescriptor test) {
    return FilterResult.includedIf(
        Stream.iterate(Optional.of(test), Optional::isPresent, each -> each.get().getParent())
            .flatMap(each -> each.get().getSource().stream())
            .flatMap(source -> element(source).stream())
            .allMatch(TestSelection::fits));
  }

  private static Optional<AnnotatedElement> element(TestSource source) {
    if (source instanceof MethodSource method) {
      return Optional.of(method.getJavaMethod());
    }
    return source instanceof ClassSource type ? Optional.of(type.getJavaClass()) : Optional.empty();
  }

  private static boolean fits(AnnotatedElement element) {
    return AnnotationSupport.findRepeatableAnnotations(element, Requires.class).stream()
        .collect(groupingBy(Requires::setting, mapping(Requires::value, toSet())))
        .entrySet()
        .stream()
        .allMatch(required -> isOneOf(required.getValue(), required.getKey()));
  }

  /** Allows every value if the setting is empty: an IDE runs the tests that the user chose. */
  private static boolean isOneOf(Set<String> values, String setting) {
    return RunSettings.of(setting).map(values::contains).orElse(true);
  }
}
