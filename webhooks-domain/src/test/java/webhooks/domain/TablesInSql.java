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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules about the tables that the SQL of classes uses. They read the texts in class files, so they
 * don't see a statement whose table is put in while the class runs.
 */
final class TablesInSql {
  private static final String WRITES = "(insert into|update|delete from|merge into)\\s+(%s)\\b";
  private static final String READS = "\\b(from|join)\\s+(%s)\\b";

  private TablesInSql() {}

  /** Returns the rule that only classes in these packages have SQL that writes the tables. */
  static ArchRule areWrittenOnlyIn(String tables, String... packages) {
    return areOnlyIn(WRITES.formatted(tables), packages);
  }

  /** Returns the rule that only classes in these packages have SQL that reads the tables. */
  static ArchRule areReadOnlyIn(String tables, String... packages) {
    return areOnlyIn(READS.formatted(tables), packages);
  }

  private static ArchRule areOnlyIn(String sql, String... packages) {
    return classes().that().resideOutsideOfPackages(packages).should(haveNoText(sql));
  }

  private static ArchCondition<JavaClass> haveNoText(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return new ArchCondition<>("have no text that matches " + regex) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
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
