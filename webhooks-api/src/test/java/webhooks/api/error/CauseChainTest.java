package webhooks.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CauseChainTest {
  private static boolean isDatabaseUnavailable(Throwable cause) {
    return CauseChain.of(new EJBException(new PersistenceException(cause))).isDatabaseUnavailable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08001", "08006", "57P01", "57P03", "53300", "40P01", "HYT00"})
  void recognizesUnavailableDatabaseBySqlState(String state) {
    assertThat(isDatabaseUnavailable(new SQLException("x", state))).isTrue();
  }

  @Test
  void recognizesUnavailableDatabaseByTypeOrMessage() {
    assertThat(isDatabaseUnavailable(new SQLTransientConnectionException("x"))).isTrue();
    assertThat(
            isDatabaseUnavailable(
                new RuntimeException("Error in allocating a connection. Cause: x")))
        .isTrue();
  }

  @Test
  void followsChainedAndSuppressedExceptions() {
    SQLException batch = new SQLException("batch", "22000");
    batch.setNextException(new SQLException("x", "08003"));
    assertThat(isDatabaseUnavailable(batch)).isTrue();
    RuntimeException outer = new RuntimeException();
    outer.addSuppressed(new SQLException("x", "08003"));
    assertThat(isDatabaseUnavailable(outer)).isTrue();
  }

  @Test
  void recognizesNoOtherFailure() {
    assertThat(isDatabaseUnavailable(new SQLException("x", "23505"))).isFalse();
    assertThat(isDatabaseUnavailable(new SQLException("x"))).isFalse();
    assertThat(isDatabaseUnavailable(new IllegalStateException("x"))).isFalse();
  }

  @Test
  void endsForExceptionsThatCauseEachOther() {
    Exception one = new Exception();
    Exception two = new Exception(one);
    one.initCause(two);
    assertThat(CauseChain.of(one).all()).containsExactly(one, two);
  }
}
