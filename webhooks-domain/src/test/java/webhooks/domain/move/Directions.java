package webhooks.domain.move;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import webhooks.domain.database.TestDatabase;

/** Provides two databases, in each combination of products. */
final class Directions implements ArgumentsProvider {
  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return Stream.of(true, false)
        .flatMap(
            from -> Stream.of(true, false).map(to -> Arguments.of(database(from), database(to))));
  }

  private static TestDatabase database(boolean postgres) {
    return postgres ? TestDatabase.postgres() : TestDatabase.h2();
  }
}
