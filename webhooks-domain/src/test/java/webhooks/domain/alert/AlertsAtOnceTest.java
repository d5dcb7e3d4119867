package webhooks.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.Refusal;

/** Alerts that transactions create at the same time: all succeed, up to the exact limits. */
@OnEveryDatabase
class AlertsAtOnceTest {
  private final AlertsFixture alerts;
  private final TestDatabase database;

  AlertsAtOnceTest(TestDatabase database) {
    this.database = database;
    this.alerts = new AlertsFixture(database);
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  @RepeatedTest(20)
  void firstTwoOfAnAccount() {
    assertThat(succeeded(2, i -> alerts.add(order("p" + i + "@example.com")))).isEqualTo(2);

    assertThat(alerts.list()).hasSize(2);
    assertThat(requests()).containsExactly(1L, 1L, 2L);
  }

  @RepeatedTest(3)
  void accountGetsItsMaximum() {
    assertThat(succeeded(30, i -> alerts.add(order("p" + i + "@example.com"))))
        .isEqualTo(AlertRepository.MAX_ALERTS);

    assertThat(alerts.list()).hasSize(AlertRepository.MAX_ALERTS);
    assertThat(Collections.max(requests())).isEqualTo(AlertRepository.MAX_ALERTS);
  }

  @RepeatedTest(3)
  void addressOfManyAccountsGetsItsMaximum() {
    assertThat(
            succeeded(20, i -> alerts.add("account" + i, Optional.empty(), order("p@example.com"))))
        .isEqualTo(AlertRepository.MAX_REQUESTS_FOR_ADDRESS);

    assertThat(Collections.max(requests())).isEqualTo(AlertRepository.MAX_REQUESTS_FOR_ADDRESS);
  }

  private static CreateAlert.Order order(String email) {
    return AlertsFixture.order(email, Optional.empty());
  }

  /** Returns the counts of all subjects, the lowest first. */
  private List<Long> requests() {
    return database.inTransaction(
        () -> {
          try (var connection = database.database().connection();
              var select =
                  connection.prepareStatement(
                      "select requests from alert_request order by requests");
              var rows = select.executeQuery()) {
            List<Long> requests = new ArrayList<>();
            while (rows.next()) {
              requests.add(rows.getLong(1));
            }
            return requests;
          }
        });
  }

  /** Runs calls in threads that start together, and returns how many were not refused. */
  private static long succeeded(int calls, IntConsumer call) {
    CyclicBarrier start = new CyclicBarrier(calls);
    List<CompletableFuture<Boolean>> all =
        IntStream.range(0, calls)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            start.await();
                            call.accept(i);
                            return true;
                          } catch (Refusal e) {
                            return false;
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                        },
                        task -> new Thread(task).start()))
            .toList();
    return all.stream().filter(CompletableFuture::join).count();
  }
}
