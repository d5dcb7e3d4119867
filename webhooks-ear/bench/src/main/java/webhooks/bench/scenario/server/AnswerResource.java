package webhooks.bench.scenario.server;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.util.Collections;

/** Answers as the product does, of the same status and about the same size, and does no work. */
@Path("/")
public final class AnswerResource {
  /** A member of the list, about as large as a webhook. */
  private static final String MEMBER =
      "{\"id\":\"6f3f2b7e-9d0c-4a1e-8f57-0e6f2a6d1c11\",\"callbackUrl\":\"https://a.example/hook\","
          + "\"scope\":\"Account\",\"active\":false,\"eventTypes\":[\"iModels.iModelCreated.v1\"]}";

  private static final String LIST =
      "{\"webhooks\":[" + String.join(",", Collections.nCopies(Requests.LISTED, MEMBER)) + "]}";

  /** Answers 200, as a health probe does. */
  @GET
  @Path("live")
  public Response live() {
    return answer(200, "{\"status\":\"UP\",\"checks\":[]}");
  }

  /** Answers 401, as without a token. */
  @GET
  @Path("denied")
  public Response denied() {
    return answer(401, error("HeaderNotFound"));
  }

  /** Reads a body, and answers 422. */
  @POST
  @Path("refused")
  public Response refused(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return answer(422, error("Invalid" + reader.readObject().size()));
    } catch (JsonException e) {
      return answer(400, error("InvalidRequest"));
    }
  }

  /** Answers 200 with a list. */
  @GET
  @Path("list")
  public Response list() {
    return answer(200, LIST);
  }

  private static String error(String code) {
    return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"The request is not valid.\"}}";
  }

  private static Response answer(int status, String body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON).entity(body).build();
  }
}
