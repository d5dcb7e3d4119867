package webhooks.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.database.Dialect;

/**
 * Rules about the tables that the SQL of classes uses. They read the texts in class files, so they
 * don't see a statement whose table is put in while the class runs, except by {@link
 * Dialect.Upsert}.
 */
final class TablesInSql {
  private static final String WRITES = "(insert into|update|delete from|merge into)\\s+(%s)\\b";
  private static final String READS = "\\b(from|join)\\s+(%s)\\b";

  private TablesInSql() {}

  /** Returns the rule that only classes in these packages have SQL that writes the tables. */
  static ArchRule areWrittenOnlyIn(String tables, String... packages) {
    return classes()
        .that()
        .resideOutsideOfPackages(packages)
        .should(haveNoText(WRITES.formatted(tables), type -> true))
        .andShould(haveNoText(constant(tables), TablesInSql::upserts));
  }

  /** Returns the rule that only classes in these packages have SQL that reads the tables. */
  static ArchRule areReadOnlyIn(String tables, String... packages) {
    return classes()
        .that()
        .resideOutsideOfPackages(packages)
        .should(haveNoText(READS.formatted(tables), type -> true));
  }

  /** Returns the regex of a text in a class file that is the name of one of the tables. */
  private static String constant(String tables) {
    return Stream.of(tables.split("\\|"))
        .map(table -> Pattern.quote("\u0001\u0000" + (char) table.length() + table))
        .collect(Collectors.joining("|"));
  }

  private static boolean upserts(JavaClass type) {
    return type.getConstructorCallsFromSelf().stream()
        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Dialect.Upsert.class));
  }

  private static ArchCondition<JavaClass> haveNoText(String regex, Predicate<JavaClass> types) {
    Pattern pattern = Pattern.compile(regex);
    return new ArchCondition<>("have no text that matches " + regex) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!types.test(type)) {
          return;
        }
        Matcher found = pattern.matcher(textOf(type));
        while (found.find()) {
          events.add(
              SimpleConditionEvent.violated(type, type.getName() + " has '" + found.group() + "'"));
        }
      }
    };
  }

  /** Returns all bytes of the class file, which has text constants as they are. */
  private static String textOf(JavaClass type) {
    try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
