package webhooks.it.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.OnMicro;

/** Has docs/receivers/challenge.py answer the product's challenge. */
@OnMicro
class ChallengeReceiverIT {
  private static final String REFUSAL = "Status: 401\n\n";

  private final Path file = Pages.ROOT.resolve("docs/receivers/challenge.py");
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);

  @BeforeEach
  void requirePython() {
    assumeTrue(Language.PYTHON.isInstalled(), "python3 is not on this machine");
  }

  private Receipt lastReceipt() {
    List<Receipt> receipts = inbox.receipts();
    return receipts.get(receipts.size() - 1);
  }

  private String answer(Receipt receipt, byte[] body, String secret) {
    ProcessBuilder program = new ProcessBuilder("python3", file.toString());
    program.environment().put("WEBHOOK_SECRET", secret);
    program.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return CgiProgram.output(program, receipt, body);
  }

  private Answer verify() {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/verify")
        .as(application.token())
        .json("{\"method\":\"challenge\"}")
        .send()
        .is(200);
  }

  @Test
  void answerIsAProofOfOwnership() {
    verify();
    Receipt challenge = lastReceipt();
    String answer = answer(challenge, challenge.body(), webhook.secret());
    assertThat(answer)
        .matches(
            "Status: 200\nContent-Type: application/json\n\n"
                + "\\{\"challenge\": \"[0-9a-f]{64}\"}\n");
    inbox
        .respondWith(200)
        .respondWithBodyOf(
            body -> {
              String own = answer(lastReceipt(), body, webhook.secret());
              return own.substring(own.indexOf("\n\n")).getBytes(UTF_8);
            });

    // The program may start too slowly for an attempt on a busy machine.
    await().until(() -> verify().json().getBoolean("verified"));
    byte[] changed = challenge.body();
    changed[changed.length / 2] ^= 1;
    assertThat(answer(challenge, changed, webhook.secret())).isEqualTo(REFUSAL);
    assertThat(answer(challenge, challenge.body(), webhook.secret() + "x")).isEqualTo(REFUSAL);
    assertThat(answer(challenge, challenge.body(), "")).isEqualTo(REFUSAL);
  }

  @Test
  void otherEventIsNoChallenge() {
    Event event = Event.ofAccount(application.account()).holding("{\"challenge\":\"x\"}");
    environment.publish(event.json()).is(202);
    Receipt receipt = inbox.awaitEvent(event.messageId());

    assertThat(answer(receipt, receipt.body(), webhook.secret())).isEqualTo("Status: 204\n\n");
  }

  @Test
  void pageLinksTheFile() {
    assertThat(Pages.text(Pages.ROOT.resolve("docs/receivers.md")))
        .contains("(receivers/" + file.getFileName() + ")");
  }
}
