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

/**
 * Answers requests that the server refuses or that fail outside JAX-RS, in the shape of all other
 * errors.
 *
 * <p>The API has all paths that no other servlet has. So a 404 without a servlet means that Payara
 * has not mapped all servlets yet, and becomes 503.
 */
@WebServlet(urlPatterns = "/error-page", asyncSupported = true)
public class ErrorPageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = System.getLogger(ErrorPageServlet.class.getName());

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    try {
      if (isErrorWithoutException(request)) {
        UUID id = UUID.randomUUID();
        write(ErrorResponse.internal(id), response);
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ThrowableMapper.log(id, new IllegalStateException("The server answered " + status));
      } else {
        write(errorResponse(request), response);
      }
    } catch (IOException e) {
      // The client closed the connection. That can be the cause of the 500.
      LOG.log(
          Level.DEBUG,
          "The client closed the connection before the error response: {0}",
          e.toString());
    }
  }

  private static void write(ErrorResponse error, HttpServletResponse response) throws IOException {
    byte[] body = error.json().toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(error.status());
    error.headers().forEach(response::setHeader);
    // The server may have reset the headers of EntryFilter and of the console.
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  private static boolean isErrorWithoutException(HttpServletRequest request) {
    Integer status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    return request.getDispatcherType() == DispatcherType.ERROR
        && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null
        && (status == null || status >= 500 && status != 501 && status != 503);
  }

  private static ErrorResponse errorResponse(HttpServletRequest request) {
    if (request.getDispatcherType() != DispatcherType.ERROR) {
      // The caller requested the path of this servlet itself.
      return ErrorResponse.resourceNotFound();
    }
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable exception) {
      return ThrowableMapper.response(exception);
    }
    int status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    return status == HttpServletResponse.SC_NOT_FOUND
            && request.getAttribute(RequestDispatcher.ERROR_SERVLET_NAME) == null
        ? ErrorResponse.unavailable()
        : ErrorResponse.ofStatus(status);
  }
}
