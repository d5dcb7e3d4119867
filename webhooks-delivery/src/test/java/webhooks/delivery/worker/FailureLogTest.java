package webhooks.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;

class FailureLogTest {
  private final List<LogRecord> records = new ArrayList<>();
  private final Logger log = Logger.getAnonymousLogger();

  FailureLogTest() {
    log.setUseParentHandlers(false);
    log.addHandler(new Recorder());
  }

  @Test
  void logsAnOutageInOneLine() {
    SQLException refused =
        new SQLException(
            "Connection refused.\nIs it up?", "08001", new ConnectException("refused"));

    LogRecord record = logged(new IllegalStateException(new DatabaseFailure(refused)));

    assertThat(record.getMessage())
        .isEqualTo("Claiming failed: java.net.ConnectException: refused");
    assertThat(record.getThrown()).isNull();
  }

  @Test
  void logsAFaultWithItsStackTrace() {
    IllegalStateException fault = new IllegalStateException("a bug");

    assertThat(logged(fault).getThrown()).isSameAs(fault);
    assertThat(logged(new DatabaseFailure(new SQLException("syntax", "42601"))).getThrown())
        .isInstanceOf(DatabaseFailure.class);
  }

  private LogRecord logged(Throwable failure) {
    records.clear();
    FailureLog.log(log, Level.WARNING, "Claiming failed", failure);
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
