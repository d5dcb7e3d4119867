package webhooks.it.harness.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the check reports every answer that differs from the description. */
class AnswerCheckTest {
  private static final OpenApiDescription DESCRIPTION =
      new OpenApiDescription(
          """
          {"paths": {
            "/things": {
              "get": {"responses": {
                "200": {"$ref": "#/components/responses/Thing"},
                "422": {"$ref": "#/components/responses/Invalid"},
                "500": {"$ref": "#/components/responses/Failed"},
                "204": {}}},
              "put": {"responses": {"400": {"$ref": "#/components/responses/Undescribed"}}}},
            "/things/{id}": {"get": {"responses": {"204": {}}}},
            "/things/last": {"get": {"responses": {"205": {}}}}},
          "components": {
            "headers": {
              "Wait": {"required": true, "schema": {"type": "integer", "minimum": 1}}},
            "schemas": {
              "Thing": {"type": "object", "required": ["id"],
                "properties": {
                  "id": {"type": "string", "pattern": "^[0-9]+$"},
                  "next": {"type": "object", "nullable": true}}},
              "Error": {"type": "object", "required": ["error"]}},
            "responses": {
              "Thing": {
                "headers": {"Retry-After": {"$ref": "#/components/headers/Wait"}},
                "content": {"application/json": {
                  "schema": {"$ref": "#/components/schemas/Thing"}}}},
              "Invalid": {
                "x-error-codes": ["Invalid"], "x-detail-codes": ["Missing"],
                "x-details-required": true,
                "content": {"application/json": {
                  "schema": {"$ref": "#/components/schemas/Error"}}}},
              "Failed": {
                "x-error-codes": ["InternalServerError"],
                "content": {"application/json": {
                  "schema": {"$ref": "#/components/schemas/Error"}}}},
              "Undescribed": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Error"}}}},
              "ResourceNotFound": {
                "x-error-codes": ["NotFound"],
                "content": {"application/json": {
                  "schema": {"$ref": "#/components/schemas/Error"}}}}}},
          "x-method-not-allowed": {
            "x-error-codes": ["NotAllowed"],
            "content": {"application/json": {
              "schema": {"$ref": "#/components/schemas/Error"}}}}}
          """);

  private static final String JSON = "Content-Type=application/json";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET /things         | 200 JSON; Retry-After=1               | {"id": "7"}
          GET ///things/      | 200 JSON; Retry-After=1               | {"id": "7", "next": null}
          GET /things         | 200 JSON;charset=UTF-8; Retry-After=1 | {"id": "7"}
          HEAD /things        | 200 JSON; Retry-After=1               |
          GET /things/a%2Fb   | 204                                   |
          GET /things/last    | 205                                   |
          GET /nothing        | 404 JSON                              | {"error": {"code": "NotFound"}}
          POST /things        | 405 JSON; Allow=GET, HEAD, PUT        | {"error": {"code": "NotAllowed"}}
          POST /things        | 404 JSON                              | {"error": {"code": "NotFound"}}
          GET /things         | 422 JSON | {"error": {"code": "Invalid", "details": [{"code": "Missing"}]}}
          GET /things         | 500 JSON | {"error": {"code": "InternalServerError", "message": "Error id: 0193f0c4-0f1a-7c55-8a10-2b6e4d1c9f33."}}
          """)
  void passesADescribedAnswer(String request, String answer, String body) {
    check(request, answer, body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET /things      | 201                               |                     | status 201
          GET /things      | 404 JSON                          | {"error": 1}        | status 404
          GET /nothing     | 200                               |                     | status 200
          GET /things/1/2  | 204                               |                     | status 204
          GET /things/     | 205                               |                     | status 205
          GET /things/last | 204                               |                     | status 204
          DELETE /things   | 204                               |                     | status 204
          GET /nothing     | 404 JSON                          | {"fault": 1}        | 'error'
          GET /nothing     | 404 Content-Type=text/html        | <p>                 | content type
          GET /nothing     | 404                               | {"error": 1}        | content type
          POST /things     | 405 JSON                          | {"error": 1}        | header Allow
          POST /things     | 405 JSON; Allow=GET, HEAD         | {"error": 1}        | header Allow
          GET /things      | 204                               | {}                  | there is a body
          HEAD /things     | 200 JSON; Retry-After=1           | {"id": "7"}         | there is a body
          GET /things      | 200 JSON                          | {"id": "7"}         | Retry-After is missing
          GET /things      | 200 JSON; Retry-After=0           | {"id": "7"}         | header Retry-After
          GET /things      | 200 JSON; Retry-After=soon        | {"id": "7"}         | header Retry-After
          GET /things      | 200 JSON; Retry-After=1           | {"id": "a"}         | /id
          GET /things      | 200 JSON; Retry-After=1           | {"id": 7}           | /id
          GET /things      | 200 JSON; Retry-After=1           | {}                  | 'id'
          GET /things      | 200 JSON; Retry-After=1           | {"id": "7", "x": 1} | 'x'
          GET /things      | 200 JSON; Retry-After=1           | {                   | no JSON
          PUT /things      | 400 JSON                          | {"error": {"code": "Any"}} | code Any
          GET /things      | 200 JSON; Retry-After=1           |                     | is not answered
          GET /things      | 200 JSON;charset=x; Retry-After=1 | {"id": "7"}         | content type
          GET /things      | 422 JSON | {"error": {"code": "Other", "details": [{"code": "Missing"}]}} | code Other
          GET /things      | 422 JSON | {"error": {"details": [{"code": "Missing"}]}}                  | code  is not
          GET /things      | 422 JSON | {"error": {"code": "Invalid", "details": [{"code": "Other"}]}} | code Other
          GET /things      | 422 JSON | {"error": {"code": "Invalid"}}                                 | no details
          GET /things      | 500 JSON | {"error": {"code": "InternalServerError", "message": "Oops."}} | has no id
          """)
  void namesTheDifferenceOfAnUndescribedAnswer(
      String request, String answer, String body, String why) {
    assertThatThrownBy(() -> check(request, answer, body))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(request)
        .hasMessageContaining(why);
  }

  private static void check(String request, String answer, String body) {
    String[] line = request.split(" ");
    String[] parts = answer.replace("JSON", JSON).split(" ", 2);
    String headers = parts.length == 1 ? "" : parts[1];
    Map<String, List<String>> values =
        Arrays.stream(headers.split("; "))
            .filter(header -> !header.isEmpty())
            .map(header -> header.split("=", 2))
            .collect(Collectors.toMap(header -> header[0], header -> List.of(header[1])));
    AnswerCheck.check(
        DESCRIPTION,
        line[0],
        line[1],
        new Answer(
            request,
            Integer.parseInt(parts[0]),
            HttpHeaders.of(values, (name, value) -> true),
            Objects.requireNonNullElse(body, "")));
  }
}
