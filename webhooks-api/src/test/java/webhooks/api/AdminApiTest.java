package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.api.token.TestIssuer;

class AdminApiTest {
  private static final String ITWIN = "/admin/itwins/5B1F3A52-57a9-4d5e-8a3c-0d4c2b1a9f8e";
  private static final String OTHER = "/admin/itwins/5b1f3a52-57a9-4d5e-8a3c-000000000000";
  private static final String GRANT = ITWIN + "/permissions/client%20%401";

  @RegisterExtension private static final TestApi api = new TestApi();

  @RegisterExtension private static final TestApi remote = TestApi.withRemoteAccessControl();

  private TestApi.Answer send(String method, String path, String json) throws Exception {
    return api.call(method, path).scope("webhooks:admin").json(json).send();
  }

  @BeforeEach
  void addITwin() throws Exception {
    assertThat(send("PUT", ITWIN, "{\"accountId\":\"a 1\"}").status()).isEqualTo(204);
  }

  @Test
  void storesITwins() throws Exception {
    assertThat(send("GET", ITWIN, "").response().body())
        .isEqualTo("{\"id\":\"5b1f3a52-57a9-4d5e-8a3c-0d4c2b1a9f8e\",\"accountId\":\"a 1\"}");
    assertThat(send("DELETE", ITWIN, "").status()).isEqualTo(204);
    assertThat(send("GET", ITWIN, "").summary()).isEqualTo("404 ITwinNotFound");
    assertThat(send("DELETE", ITWIN, "").summary()).isEqualTo("404 ITwinNotFound");
  }

  @Test
  void storesGrants() throws Exception {
    String granted = "{\"permissions\":[\"webhooks_maintainer\"]}";
    assertThat(send("GET", GRANT, "").summary()).isEqualTo("404 ITwinNotFound");
    assertThat(send("PUT", GRANT, granted).status()).isEqualTo(204);
    assertThat(send("GET", GRANT, "").response().body()).isEqualTo(granted);
    assertThat(send("PUT", GRANT, "{\"permissions\":[]}").status()).isEqualTo(204);
    assertThat(send("GET", GRANT, "").response().body()).isEqualTo("{\"permissions\":[]}");
    assertThat(send("DELETE", GRANT, "").status()).isEqualTo(204);
    assertThat(send("DELETE", GRANT, "").summary()).isEqualTo("404 ITwinNotFound");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|[MissingRequestBody]",
        "{|[InvalidRequestBody]",
        "{}|[MissingRequiredProperty accountId]",
        "{\"accountId\":null}|[MissingRequiredProperty accountId]",
        "{\"accountId\":1}|[InvalidRequestBody accountId]",
        "{\"accountId\":\" \"}|[InvalidValue accountId]",
        "{\"accountId\":\"a\\u0000\"}|[InvalidValue accountId]",
        "{\"x\":1}|[InvalidProperty x, MissingRequiredProperty accountId]"
      })
  void refusesInvalidITwins(String body, String details) throws Exception {
    assertThat(send("PUT", ITWIN, body).summary()).isEqualTo("422 InvalidRequest " + details);
  }

  @Test
  void limitsLengthOfIds() throws Exception {
    assertThat(send("PUT", ITWIN, "{\"accountId\":\"" + "x".repeat(128) + "\"}").status())
        .isEqualTo(204);
    assertThat(send("PUT", ITWIN, "{\"accountId\":\"" + "x".repeat(129) + "\"}").summary())
        .isEqualTo("422 InvalidRequest [InvalidValue accountId]");
    String grant = ITWIN + "/permissions/" + "c".repeat(255);
    assertThat(send("PUT", grant, "{\"permissions\":[]}").status()).isEqualTo(204);
    assertThat(send("PUT", grant + "c", "{\"permissions\":[]}").summary())
        .isEqualTo("422 InvalidRequest [InvalidValue clientId]");
    assertThat(send("GET", grant + "c", "").summary()).isEqualTo("404 ITwinNotFound");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|[MissingRequiredProperty permissions]",
        "{\"permissions\":\"webhooks_maintainer\"}|[InvalidRequestBody permissions]",
        "{\"permissions\":[1]}|[InvalidRequestBody permissions]",
        "{\"permissions\":[\"other\"]}|[InvalidValue permissions]"
      })
  void refusesInvalidGrants(String body, String details) throws Exception {
    assertThat(send("PUT", GRANT, body).summary()).isEqualTo("422 InvalidRequest " + details);
  }

  @Test
  void looksForITwinBeforeItReadsBody() throws Exception {
    assertThat(send("PUT", OTHER + "/permissions/c", "{}").summary())
        .isEqualTo("404 ITwinNotFound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1-1-1-1-1", "5b1f3a52-57a9-4d5e-8a3c-0d4c2b1a9f8e0"})
  void answersNotFoundForInvalidId(String id) throws Exception {
    for (String path :
        new String[] {"/admin/itwins/" + id, "/admin/itwins/" + id + "/permissions/c"}) {
      assertThat(send("PUT", path, "{}").summary()).isEqualTo("404 ITwinNotFound");
      assertThat(send("GET", path, "").summary()).isEqualTo("404 ITwinNotFound");
      assertThat(send("DELETE", path, "").summary()).isEqualTo("404 ITwinNotFound");
    }
  }

  @Test
  void adminClientNeedsNoScope() throws Exception {
    assertThat(
            api.call("GET", ITWIN)
                .token(TestIssuer.token(null).with("client_id", "operator"))
                .send()
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, " + ITWIN,
    "PUT, " + ITWIN,
    "DELETE, " + ITWIN,
    "GET, " + GRANT,
    "PUT, " + GRANT
  })
  void answersNotFoundWithRemoteAccessControl(String method, String path) throws Exception {
    // As for an unknown path, the token is not verified.
    assertThat(remote.call(method, path).json("{}").send().summary())
        .isEqualTo("404 ResourceNotFound [OperationNotFound]");
    assertThat(remote.call(method, path).scope("webhooks:admin").json("{}").send().summary())
        .isEqualTo("404 ResourceNotFound [OperationNotFound]");
    String webhook = "/webhooks/" + FakeWebhooks.WEBHOOK.id();
    assertThat(remote.call("GET", webhook).token(TestIssuer.token()).send().status())
        .isEqualTo(200);
  }
}
