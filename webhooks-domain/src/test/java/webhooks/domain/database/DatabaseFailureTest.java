package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          22021 | data
          23505 | data conflict
          40P01 | conflict unavailable
          HYT00 | conflict unavailable
          55P03 | conflict unavailable
          08006 | connection unavailable
          57P01 | connection unavailable
          53300 | unavailable
          25006 | unavailable
          90098 | unavailable
          90020 | unavailable
          28P01 | access
          3D000 | access
          3F000 | ''
          57014 | ''
          none  | ''
          """)
  void classifiesBySqlState(String state, String classes) {
    SQLException driver = new SQLException("x", state);
    Throwable wrapped = new IllegalStateException(new SQLException("pool", driver));

    Map<String, Boolean> found = new LinkedHashMap<>();
    found.put("data", DatabaseFailure.isDataError(wrapped));
    found.put("conflict", DatabaseFailure.isConcurrencyConflict(wrapped));
    found.put("connection", DatabaseFailure.isConnectionLost(wrapped));
    found.put("access", DatabaseFailure.isAccessRefused(wrapped));
    found.put("unavailable", DatabaseFailure.isUnavailable(driver));
    found.values().removeIf(is -> !is);

    assertThat(String.join(" ", found.keySet())).isEqualTo(classes);
  }

  @Test
  void judgesAvailabilityWithoutCauses() {
    SQLException lost = new SQLException("x", "08006");

    assertThat(DatabaseFailure.isUnavailable(lost)).isTrue();
    assertThat(DatabaseFailure.isUnavailable(new IllegalStateException(lost))).isFalse();
  }

  @Test
  void isTemporaryIfACauseSaysSo() {
    SQLException lost = new SQLException("x", "08006");
    SQLException tooLong = new SQLException("x", "57014");

    assertThat(DatabaseFailure.isTemporary(new IllegalStateException(lost))).isTrue();
    assertThat(DatabaseFailure.isTemporary(new IllegalStateException(tooLong))).isFalse();
  }

  @Test
  void recognizesUnavailableDatabaseByType() {
    assertThat(DatabaseFailure.isUnavailable(new SQLTransientConnectionException())).isTrue();
    assertThat(DatabaseFailure.isUnavailable(new SQLNonTransientConnectionException())).isTrue();
    assertThat(DatabaseFailure.isUnavailable(new SQLRecoverableException())).isTrue();
  }

  /** As H2 reports a disk that is full. */
  @Test
  void recognizesAStatementThatCouldNotWriteAFile() {
    IOException full = new IOException("No space left on device");
    SQLException statement = new SQLException("x", "90028", new IllegalStateException(full));

    assertThat(DatabaseFailure.isUnavailable(statement)).isTrue();
    assertThat(DatabaseFailure.isUnavailable(full)).isFalse();
  }

  /** The servers wrap the failure in types of their own, which hold no SQLSTATE. */
  @Test
  void recognizesFailuresOfTheServers() {
    assertThat(DatabaseFailure.isUnavailable(new XAException("An I/O error"))).isTrue();
    assertThat(
            DatabaseFailure.isUnavailable(
                new SQLException("Error in allocating a connection. Cause: Connection refused")))
        .isTrue();
  }
}
