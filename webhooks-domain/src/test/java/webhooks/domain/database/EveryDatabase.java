package webhooks.domain.database;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Provides both databases, each created only when its tests begin. JUnit closes them. */
final class EveryDatabase implements ArgumentsProvider {
  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return Stream.<Supplier<TestDatabase>>of(TestDatabase::h2, TestDatabase::postgres)
        .map(Supplier::get)
        .map(Arguments::of);
  }
}
