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
import webhooks.listener.ConnectionLimit.Place;
import webhooks.settings.VerifiedCaller;

/**
 * Finds the caller of a request by its token. Learns the tokens when the application answers: then
 * an attribute of the request names the caller whose token the application has verified.
 *
 * <p>The status of the answer alone would not show that the token is valid, because some operations
 * need no token and do not check one.
 */
final class CallerFilter extends BaseFilter {
  private final AcceptedTokens tokens;

  CallerFilter(AcceptedTokens tokens) {
    this.tokens = tokens;
  }

  /** Returns the caller of a request. The connection belongs to it from now on, if it is known. */
  QueueKey callerOf(HttpRequestPacket request, Connection<?> connection) {
    Optional<QueueKey> known = token(request).flatMap(tokens::find);
    known.ifPresent(caller -> Place.of(connection).belongsTo(caller.group()));
    return known.orElseGet(() -> QueueKey.unverified(ClientNetwork.of(connection)));
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
      token(response.getRequest())
          .ifPresent(token -> learn(response, token, Place.of(context.getConnection())));
    }
    return context.getInvokeAction();
  }

  private void learn(HttpResponsePacket response, String token, Place place) {
    Optional<QueueKey> caller =
        VerifiedCaller.of(response.getRequest().getAttribute(VerifiedCaller.ATTRIBUTE))
            .map(QueueKey::of);
    caller.ifPresent(
        verified -> {
          tokens.accept(token, verified);
          place.belongsTo(verified.group());
        });
    if (caller.isEmpty() && HttpStatus.UNAUTHORIZED_401.statusMatches(response.getStatus())) {
      tokens.refuse(token);
    }
  }
}
