package webhooks.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect;

/** The rules about tables find classes that break them. */
class TablesInSqlTest {
  private static final ArchRule WRITES =
      TablesInSql.areWrittenOnlyIn("delivery|failure_streak", "elsewhere..");
  private static final ArchRule READS = TablesInSql.areReadOnlyIn("delivery", "elsewhere..");

  private static final class Writer {
    static final List<String> SQL = List.of("update delivery set status = 0");
  }

  private static final class Reader {
    static final List<String> SQL = List.of("select id from delivery");
  }

  private static final class Upserter {
    static final Dialect.Upsert UPSERT =
        new Dialect.Upsert("failure_streak", List.of("webhook_id"), "", "");
  }

  private static final class OtherTables {
    static final List<String> SQL = List.of("update delivery_note set status = 0");
    static final Dialect.Upsert UPSERT =
        new Dialect.Upsert("webhook_pause", List.of("webhook_id"), "", "");
  }

  @Test
  void findWriter() {
    assertThat(isBroken(WRITES, Writer.class)).isTrue();
    assertThat(isBroken(WRITES, Upserter.class)).isTrue();
  }

  @Test
  void findReader() {
    assertThat(isBroken(READS, Reader.class)).isTrue();
  }

  @Test
  void allowPackagesAndOtherTables() {
    ArchRule here = TablesInSql.areWrittenOnlyIn("delivery", "webhooks.domain");

    assertThat(isBroken(here, Writer.class)).isFalse();
    assertThat(isBroken(WRITES, Reader.class)).isFalse();
    assertThat(isBroken(WRITES, OtherTables.class)).isFalse();
    assertThat(isBroken(READS, OtherTables.class)).isFalse();
  }

  private static boolean isBroken(ArchRule rule, Class<?> type) {
    return rule.allowEmptyShould(true)
        .evaluate(new ClassFileImporter().importClasses(type))
        .hasViolation();
  }
}
