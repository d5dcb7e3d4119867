package webhooks.listener;

import java.util.Optional;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import webhooks.settings.VerifiedCaller;

/**
 * Knows the callers of requests: learns from each answer of the application whose token it has
 * verified.
 *
 * <p>The status alone would not show it, because some operations need no token and do not look at
 * one.
 */
final class CallerFilter extends BaseFilter {
  private final AcceptedTokens tokens;

  CallerFilter(AcceptedTokens tokens) {
    this.tokens = tokens;
  }

  /** Returns the caller of a request. */
  Caller callerOf(HttpRequestPacket request, Connection<?> connection) {
    return token(request)
        .flatMap(tokens::find)
        .orElseGet(() -> Caller.at(ClientNetwork.of(connection)));
  }

  private static Optional<String> token(HttpRequestPacket request) {
    return Optional.of(RequestHead.token(request.getHeader(Header.Authorization)))
        .filter(token -> !token.isEmpty());
  }

  @Override
  public NextAction handleWrite(FilterChainContext context) {
    if (context.getMessage() instanceof HttpPacket part
        && part.getHttpHeader() instanceof HttpResponsePacket response
        && !response.isCommitted()) {
      token(response.getRequest()).ifPresent(token -> learn(response, token));
    }
    return context.getInvokeAction();
  }

  private void learn(HttpResponsePacket response, String token) {
    Optional<Caller> caller =
        VerifiedCaller.of(response.getRequest().getAttribute(VerifiedCaller.ATTRIBUTE))
            .map(Caller::of);
    caller.ifPresent(verified -> tokens.accept(token, verified));
    if (caller.isEmpty() && HttpStatus.UNAUTHORIZED_401.statusMatches(response.getStatus())) {
      tokens.refuse(token);
    }
  }
}
