package webhooks.it.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;

/** Tests the rate limit of a client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RateLimitIT {
  private static final int PER_MINUTE = 60;

  private final TestEnvironment environment = TestEnvironment.named("rate-limit");

  @BeforeAll
  void start() {
    environment.product().with("webhooks.rate-limit", Integer.toString(PER_MINUTE));
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  void refusesTooManyRequestsWithRetryAfter() {
    Application application = environment.application();
    Instant begin = Instant.now();
    Answer answer = list(application.token());
    int answered = 0;
    while (answer.status() == 200) {
      answered++;
      answer = list(application.token());
    }

    long refilled = Duration.between(begin, Instant.now()).toSeconds() + 1;
    assertThat((long) answered).isBetween((long) PER_MINUTE, PER_MINUTE + refilled);
    answer
        .isError(429, "RateLimitExceeded")
        .saying(
            "The client sent more requests than allowed by this API for the current tier of the"
                + " client.");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.headers().firstValue("ITwinPlatform-RateLimited-Tier")).isPresent();
    assertThat(answer.headers().firstValue("ITwinPlatform-RateLimited-Application")).isPresent();
    list(environment.application().token()).is(200);
  }

  @Test
  void refusesAfterTheTokenAndBeforeTheBody() {
    Application application = environment.application();
    Answer answer = list(application.token());
    while (answer.status() == 200) {
      answer = list(application.token());
    }

    // The client may send one more request by then, which fails for its type, but not many.
    await()
        .until(() -> postsPlainText(application), found -> found.status() != 415)
        .isError(429, "RateLimitExceeded");
    list(application.draft().with("scope", "other").rs256()).isError(401, "Unauthorized");
  }

  private Answer postsPlainText(Application application) {
    return environment
        .api()
        .post("/webhooks")
        .as(application.token())
        .body("text/plain", "x")
        .send();
  }

  private Answer list(String token) {
    return environment.api().get("/webhooks").as(token).send();
  }
}
