package webhooks.api.console;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import webhooks.api.http.response.AcceptedEncoding;
import webhooks.domain.settings.PortalSettings;
import webhooks.domain.settings.Settings;
import webhooks.settings.ProductVersion;

/**
 * Serves the files of the console, if {@code webhooks.console.client-id} is set or there is a
 * portal, whose page is beside that of the console. They need no token: they are the same for
 * everyone, and hold no data of a webhook.
 *
 * <p>JAX-RS does not serve them, because its filters check media types by the contract of the API.
 */
@WebServlet(
    urlPatterns = {"/console", "/console/*"},
    asyncSupported = true)
public class ConsoleServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** The status 308, for which Servlet 6.0 has no name. */
  private static final int PERMANENT_REDIRECT = 308;

  private static final String SLASH = "/";
  private static final String FRAMES = "X-Frame-Options";

  /**
   * Without a slash at its end, so that its files have the same addresses as on the console's page.
   */
  private static final String PORTAL = "/portal";

  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final String ASSET_CACHING = "public, max-age=31536000, immutable";

  @Inject transient Settings settings;

  private transient ConsoleFiles files;
  private transient Optional<ConsolePage> page = Optional.empty();
  private transient Optional<ConsolePage> portal = Optional.empty();
  private transient ConsoleFile portalStyle;

  /** Reads the files, and makes the pages of the console and the portal if they are configured. */
  @Override
  public void init() throws ServletException {
    try {
      files = ConsoleFiles.of(getServletContext());
    } catch (IOException e) {
      throw new ServletException(e);
    }
    page =
        settings
            .console()
            .map(console -> ConsolePage.of(files, console, settings, ProductVersion.text()));
    portal =
        settings
            .portal()
            .map(found -> ConsolePage.ofPortal(files, found, settings, ProductVersion.text()));
    portalStyle = PortalStyle.of(settings.portal().map(PortalSettings::colors).orElse(Map.of()));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (pageOf(request.getPathInfo()).isEmpty()) {
      response.setHeader(FRAMES, "DENY");
    }
    if (page.isEmpty() && portal.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else if (!METHODS.contains(request.getMethod())) {
      response.setHeader("Allow", "GET, HEAD");
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else {
      answer(request, response);
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getPathInfo();
    Optional<ConsolePage> shown = pageOf(path);
    if (path == null && page.isPresent()) {
      // The path is relative, because a proxy may serve the product under another path.
      response.setStatus(PERMANENT_REDIRECT);
      response.setHeader("Location", "console/");
    } else if (shown.isPresent()) {
      writePage(request, response, shown.get());
    } else if (portal.isPresent() && (SLASH + PortalStyle.NAME).equals(path)) {
      response.setHeader("Cache-Control", "no-cache");
      write(request, response, portalStyle);
    } else {
      Optional<ConsoleFile> file =
          path == null ? Optional.empty() : files.find(path.substring(SLASH.length()));
      if (file.isPresent() && file.get().type().isPresent()) {
        response.setHeader("Cache-Control", ASSET_CACHING);
        write(request, response, file.get());
      } else {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
      }
    }
  }

  /** Returns the page at a path below the servlet's, which is null for the servlet itself. */
  private Optional<ConsolePage> pageOf(String path) {
    if (SLASH.equals(path)) {
      return page;
    }
    return PORTAL.equals(path) ? portal : Optional.empty();
  }

  private static void writePage(
      HttpServletRequest request, HttpServletResponse response, ConsolePage page)
      throws IOException {
    response.setHeader("Content-Security-Policy", page.policy());
    if (!page.framed()) {
      // The header can't name origins. Browsers that know the policy ignore it anyway.
      response.setHeader(FRAMES, "DENY");
    }
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    // After a login the URL of the page has the authorization code.
    response.setHeader("Cache-Control", "no-store");
    write(request, response, page.file());
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, ConsoleFile file)
      throws IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setContentType(file.type().orElseThrow());
    response.setHeader("Vary", "Accept-Encoding");
    byte[] body = file.content();
    if (AcceptedEncoding.isGzip(request.getHeader("Accept-Encoding"))) {
      // The files hold no secret that their compressed length could reveal.
      response.setHeader("Content-Encoding", "gzip");
      body = file.compressed();
    }
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
  }
}
