package webhooks.api.error;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Gives what the server refuses outside JAX-RS the shape of every other error. */
@WebServlet("/error-page")
public class ErrorPageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = System.getLogger(ErrorPageServlet.class.getName());

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    try {
      if (isFaultWithoutCause(request)) {
        UUID id = UUID.randomUUID();
        write(ErrorResponse.internal(id), response);
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ThrowableMapper.log(id, new IllegalStateException("The server answered " + status));
      } else {
        write(answer(request), response);
      }
    } catch (IOException e) {
      // The client went away, which may be why the server wanted to answer 500: no fault of ours.
      LOG.log(Level.DEBUG, "No answer to who went away: {0}", e.toString());
    }
  }

  private static void write(ErrorResponse answer, HttpServletResponse response) throws IOException {
    byte[] body = answer.json().toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  private static boolean isFaultWithoutCause(HttpServletRequest request) {
    Integer status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    return request.getDispatcherType() == DispatcherType.ERROR
        && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null
        && (status == null || status >= 500 && status != 501 && status != 503);
  }

  private static ErrorResponse answer(HttpServletRequest request) {
    if (request.getDispatcherType() != DispatcherType.ERROR) {
      // The page's own path is no operation.
      return ErrorResponse.resourceNotFound();
    }
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable fault) {
      return ThrowableMapper.answer(fault);
    }
    return ErrorResponse.ofStatus(
        (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE));
  }
}
