package webhooks.it.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;

/** Tests that each server serves the files of the console as they are, with their headers. */
class ConsoleFilesIT {
  private static final Pattern SCRIPT = Pattern.compile("src=\"(assets/[^/\"]+/)app\\.js\"");

  /** The description of the API does not concern these paths. */
  private final Api api =
      Api.undescribed(URI.create("http://127.0.0.1:" + TestEnvironment.shared().product().port()));

  private Answer get(String path) {
    return api.get(path).send();
  }

  private static String header(Answer answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private String assets() {
    Matcher script = SCRIPT.matcher(get("/console/").is(200).body());
    assertThat(script.find()).isTrue();
    return "/console/" + script.group(1);
  }

  @Test
  void servesThePageWithItsPolicy() {
    Answer page = get("/console/").is(200);

    assertThat(header(page, "Content-Type")).startsWith("text/html");
    assertThat(header(page, "Content-Security-Policy"))
        .contains("default-src 'none'", "require-trusted-types-for 'script'");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-store");
    assertThat(page.body()).contains("<meta name=\"client\" content=\"console\">");
  }

  @Test
  void servesScriptsAndLibrariesForGood() {
    String assets = assets();

    for (String file : new String[] {"app.js", "screens/webhook.js", "lib/preact.js"}) {
      Answer script = get(assets + file).is(200);
      assertThat(header(script, "Content-Type")).startsWith("text/javascript");
      assertThat(header(script, "Cache-Control")).contains("immutable");
    }
    assertThat(get(assets + "lib/hooks.js").is(200).body()).contains("from\"./preact.js\"");
    assertThat(header(get(assets + "console.css").is(200), "Content-Type")).startsWith("text/css");
  }

  @Test
  void refusesWhatIsNotThereAsTheApiDoes() {
    get("/console/x").isError(404, "ResourceNotFound", "OperationNotFound");
    get("/console/assets/other/app.js").isError(404, "ResourceNotFound", "OperationNotFound");
    get("/console/WEB-INF/web.xml").isError(404, "ResourceNotFound", "OperationNotFound");
    get(assets() + "lib/preact-LICENSE").isError(404, "ResourceNotFound", "OperationNotFound");
    get("/console/;x").isError(404, "ResourceNotFound", "OperationNotFound");
    api.post("/console/").json("{}").send().isError(405, "MethodNotAllowed");
  }

  @Test
  void redirectsToThePage() {
    assertThat(header(get("/console").is(308), "Location")).endsWith("console/");
  }
}
