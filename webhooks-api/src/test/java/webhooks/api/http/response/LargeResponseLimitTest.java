package webhooks.api.http.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.CallerPrincipals;
import webhooks.domain.error.Refusal;

/** Large responses of several callers at the same time. */
class LargeResponseLimitTest {
  private static final int LARGE = 65 * 1024;
  private static final CallerPrincipal STRANGER = null;

  private final CallerPrincipal maria = CallerPrincipals.user("a", "maria");
  private final CallerPrincipal john = CallerPrincipals.user("a", "john");
  private final CallerPrincipal li = CallerPrincipals.user("a", "li");
  private final CallerPrincipal anna = CallerPrincipals.user("a", "anna");
  private final CallerPrincipal eva = CallerPrincipals.user("b", "eva");
  private CallerPrincipal caller;
  private String path = "webhooks";
  private long now;
  private final LargeResponseLimit limit = new LargeResponseLimit(security(), uri(), () -> now);
  private int begun;
  private int written;

  /** Writes large responses to these callers, each while those before it are not yet read. */
  private void write(CallerPrincipal... callers) {
    write(callers, 0);
  }

  private void write(CallerPrincipal[] callers, int index) {
    if (index == callers.length) {
      return;
    }
    caller = callers[index];
    try {
      limit.aroundWriteTo(
          new FakeContext(
                  () -> begun++,
                  () -> {
                    written++;
                    write(callers, index + 1);
                  })
              .proxy());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void userLeavesResponsesToOtherUsersOfTheClient() {
    write(maria, maria, maria, maria, john, li, eva);
    assertThat(written).isEqualTo(7);

    assertThatThrownBy(() -> write(maria, maria, maria, maria, maria)).isInstanceOf(Refusal.class);
  }

  @Test
  void usersOfOneAccountLeaveResponsesToOtherAccounts() {
    assertThatThrownBy(() -> write(maria, maria, maria, maria, john, li, anna))
        .isInstanceOf(Refusal.class);
    assertThat(written).isEqualTo(6);
  }

  @Test
  void strangersLeaveAllResponsesToCallersWithALogin() {
    write(STRANGER, STRANGER, maria, maria, maria, maria, john, li, eva);
    assertThat(written).isEqualTo(9);

    assertThatThrownBy(() -> write(STRANGER, STRANGER, STRANGER)).isInstanceOf(Refusal.class);
  }

  /** Each would otherwise read and write a part before it is refused. */
  @Test
  void refusesBeforeAnythingIsReadWhatWasLargeBefore() {
    assertThatThrownBy(() -> write(maria, maria, maria, maria, maria)).isInstanceOf(Refusal.class);
    assertThat(begun).isEqualTo(5);
    assertThat(written).isEqualTo(4);

    begun = 0;
    assertThatThrownBy(() -> write(maria, maria, maria, maria, maria)).isInstanceOf(Refusal.class);
    assertThat(begun).isEqualTo(4);
  }

  @Test
  void readsOtherResponsesAndThoseOfOthersFirst() {
    write(maria);
    begun = 0;

    path = "other";
    assertThatThrownBy(() -> write(maria, maria, maria, maria, maria)).isInstanceOf(Refusal.class);
    assertThat(begun).isEqualTo(5);
    path = "webhooks";
    assertThatThrownBy(() -> write(john, john, john, john, john)).isInstanceOf(Refusal.class);
    assertThat(begun).isEqualTo(10);
  }

  @Test
  void looksAgainAfterAMinute() {
    write(maria);
    begun = 0;
    now += RecentLargeResponses.TIME.toNanos() + 1;

    assertThatThrownBy(() -> write(maria, maria, maria, maria, maria)).isInstanceOf(Refusal.class);

    assertThat(begun).isEqualTo(5);
  }

  @Test
  void remembersFewResponses() {
    write(maria);
    for (int i = 0; i < RecentLargeResponses.MAX; i++) {
      path = "other" + i;
      write(maria);
    }
    begun = 0;

    path = "webhooks";
    assertThatThrownBy(() -> write(maria, maria, maria, maria, maria)).isInstanceOf(Refusal.class);

    assertThat(begun).isEqualTo(5);
  }

  private UriInfo uri() {
    return (UriInfo)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, args) -> path);
  }

  private SecurityContext security() {
    return (SecurityContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SecurityContext.class},
            (proxy, method, args) -> caller);
  }

  /** A response that is written, and then not read until an action has ended. */
  private static final class FakeContext {
    private final Runnable begin;
    private final Runnable unread;
    private OutputStream out = new ByteArrayOutputStream();

    FakeContext(Runnable begin, Runnable unread) {
      this.begin = begin;
      this.unread = unread;
    }

    WriterInterceptorContext proxy() {
      return (WriterInterceptorContext)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {WriterInterceptorContext.class},
              (proxy, method, args) -> {
                switch (method.getName()) {
                  case "getOutputStream" -> {
                    return out;
                  }
                  case "setOutputStream" -> out = (OutputStream) args[0];
                  case "getEntity" -> {
                    return (StreamingOutput) unused -> {};
                  }
                  case "proceed" -> {
                    begin.run();
                    out.write(new byte[LARGE]);
                    unread.run();
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                }
                return null;
              });
    }
  }
}
