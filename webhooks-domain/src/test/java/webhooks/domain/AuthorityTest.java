package webhooks.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditReader;
import webhooks.domain.delivery.history.overview.WebhookSearch;
import webhooks.domain.directory.DirectoryAdministration;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.invalid.RejectedEvents;
import webhooks.domain.event.publish.EventPublisher;
import webhooks.domain.webhook.admin.BlockAdministration;
import webhooks.domain.webhook.admin.WebhookAdministration;
import webhooks.domain.webhook.block.BlockKind;

/** Use cases of administrators and publishers refuse every caller without their scope. */
class AuthorityTest {
  /** An administrator of its account, with all scopes that owners need. */
  private static final Caller OWNER =
      Callers.withScopes(TokenScope.READ, TokenScope.MODIFY, TokenScope.PUBLISH);

  private static final Caller NO_PUBLISHER =
      Callers.withScopes(TokenScope.READ, TokenScope.MODIFY, TokenScope.ADMIN);

  private static Named<ThrowingCallable> row(String name, ThrowingCallable call) {
    return Named.of(name, call);
  }

  static Stream<Named<ThrowingCallable>> useCases() {
    DirectoryAdministration directory = new DirectoryAdministration(null);
    WebhookAdministration webhooks = new WebhookAdministration();
    BlockAdministration blocks = new BlockAdministration();
    RejectedEvents events = new RejectedEvents();
    return Stream.of(
        row("put iTwin", () -> directory.put(OWNER, null, null)),
        row("get iTwin", () -> directory.get(OWNER, null)),
        row("remove iTwin", () -> directory.remove(OWNER, null)),
        row("grant", () -> directory.grant(OWNER, null, null, null)),
        row("permissions", () -> directory.permissions(OWNER, null, null)),
        row("revoke", () -> directory.revoke(OWNER, null, null)),
        row("list webhooks", () -> webhooks.list(OWNER, null)),
        row("get webhook", () -> webhooks.get(OWNER, null)),
        row("deactivate webhook", () -> webhooks.deactivate(OWNER, null, null)),
        row("delete webhook", () -> webhooks.delete(OWNER, null)),
        row("prepare recovery", () -> webhooks.requireRequeueable(OWNER, null, null)),
        row("add block", () -> blocks.add(OWNER, BlockKind.CLIENT, null, null)),
        row("remove block", () -> blocks.remove(OWNER, BlockKind.CLIENT, null)),
        row("list blocks", () -> blocks.list(OWNER, null)),
        row("show a block's impact", () -> blocks.target(OWNER, BlockKind.CLIENT, null, null)),
        row("reactivate webhooks", () -> blocks.checkReactivate(OWNER, null, null)),
        row("find webhooks", () -> new WebhookSearch().findAsAdmin(OWNER, null)),
        row("discard rejected events", () -> events.discard(OWNER, null)),
        row("edit a rejected event", () -> events.edit(OWNER, null, null)),
        row("list rejected events", () -> events.list(OWNER, null)),
        row("replay rejected events", () -> events.replay(OWNER, null)),
        row("read the audit trail", () -> new AuditReader().list(OWNER, null)),
        row(
            "publish",
            () -> new EventPublisher(null, null).publish(NO_PUBLISHER, null, Optional.empty())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("useCases")
  void refusesCallersWithoutTheScope(ThrowingCallable useCase) {
    assertThat(catchThrowableOfType(Refusal.class, useCase))
        .isNotNull()
        .returns(ErrorCode.UNAUTHORIZED, Refusal::code)
        .hasMessageContaining("lacks the scope");
  }
}
