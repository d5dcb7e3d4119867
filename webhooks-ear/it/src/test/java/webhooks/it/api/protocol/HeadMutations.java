package webhooks.it.api.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import webhooks.it.harness.http.HttpViolation;
import webhooks.it.harness.http.RawRequest;

/** Makes heads of requests invalid: methods, targets, headers, tokens, and the body's length. */
final class HeadMutations {
  private final Random random;
  private final SampleRequests operations;

  HeadMutations(Random random, SampleRequests operations) {
    this.random = random;
    this.operations = operations;
  }

  RawRequest mutate(RawRequest request) {
    return switch (random.nextInt(15)) {
      case 0, 1 ->
          request.line(
              one(InvalidHeads.METHODS) + request.line().substring(request.line().indexOf(' ')));
      case 2, 3 -> request.target(this::segment).breaking(HttpViolation.CHARACTER);
      case 4, 5 -> request.target(this::query).breaking(HttpViolation.CHARACTER);
      case 6, 7 ->
          request.without(nameOf(one(InvalidHeads.HEADERS))).with(one(InvalidHeads.HEADERS));
      case 8, 9, 10 -> authorized(request);
      case 11 -> request.with(one(InvalidHeads.HEADERS));
      default -> breaking(request);
    };
  }

  private String segment(String target) {
    return segment(target, one(InvalidHeads.SEGMENTS));
  }

  private String segment(String target, String by) {
    int end = target.indexOf('?') < 0 ? target.length() : target.indexOf('?');
    String[] parts = target.substring(0, end).split("/", -1);
    if (parts.length == 1) {
      return target + by;
    }
    int at = 1 + random.nextInt(parts.length - 1);
    parts[at] = random.nextBoolean() ? by : parts[at] + by;
    return String.join("/", parts) + target.substring(end);
  }

  private String query(String target) {
    StringBuilder query = new StringBuilder(target).append(target.indexOf('?') < 0 ? '?' : '&');
    for (int i = random.nextInt(3); i >= 0; i--) {
      String value =
          random.nextInt(4) == 0
              ? Base64.getUrlEncoder()
                  .encodeToString(one(InvalidHeads.POSITIONS).getBytes(ISO_8859_1))
              : one(InvalidHeads.PARAMETER_VALUES);
      query
          .append(one(InvalidHeads.PARAMETERS))
          .append(one("=", "=", "=", "", "=="))
          .append(value)
          .append('&');
    }
    return query.substring(0, query.length() - 1);
  }

  private RawRequest authorized(RawRequest request) {
    String token = one(operations.tokens());
    int at = random.nextInt(token.length());
    String changed =
        switch (random.nextInt(9)) {
          case 0 -> token.substring(0, at);
          case 1 ->
              token.substring(0, at)
                  + one("A", "_", ".", "=", "%", " ", "\"")
                  + token.substring(at + 1);
          case 2 -> token + one(".", "x", " ", "\t", token);
          case 3 ->
              one("e30", "bnVsbA", "W10", "eyJhbGciOm51bGx9", "MQ", "")
                  + token.substring(token.indexOf('.'));
          case 4 ->
              token.replaceFirst("\\.[^.]*\\.", "." + one("e30", "bnVsbA", "W10", "MQ", "") + ".");
          case 5 -> one("", " ", ".", "..", "a.b.c", "a.b.c.d.e", "null");
          default -> token;
        };
    String scheme =
        one(
            "Bearer ",
            "Bearer ",
            "Bearer ",
            "bearer ",
            "BEARER  ",
            "Bearer",
            "Basic ",
            "",
            "Bearer, ",
            "<x> ");
    RawRequest bare = random.nextInt(8) == 0 ? request : request.without("Authorization");
    return random.nextInt(12) == 0 ? bare : bare.with("Authorization: " + scheme + changed);
  }

  private RawRequest breaking(RawRequest request) {
    return switch (random.nextInt(11)) {
      case 0 ->
          request
              .target(target -> segment(target, one(InvalidHeads.NO_PATHS)))
              .breaking(HttpViolation.PATH);
      case 1 ->
          request
              .target(target -> segment(target, one(InvalidHeads.NO_ESCAPES)))
              .breaking(HttpViolation.ESCAPE);
      case 2 -> line(request).breaking(HttpViolation.LINE);
      case 3 ->
          request
              .line(one("TRACE", "CONNECT") + " " + request.target() + " HTTP/1.0")
              .breaking(HttpViolation.METHOD);
      case 4 -> large(request).breaking(HttpViolation.SIZE);
      case 5 -> request.with(one(InvalidHeads.NO_HEADERS)).breaking(HttpViolation.HEADER);
      case 6 ->
          request
              .with("Expect: " + one("x", "100-continue, x", "200-ok"))
              .breaking(HttpViolation.EXPECTATION);
      case 7 ->
          request
              .with(one(InvalidHeads.NO_LENGTHS))
              .breaking(HttpViolation.LENGTH)
              .breaking(HttpViolation.CUT);
      case 8 -> cut(request);
      case 9 -> upgrading(request);
      default -> chunked(request);
    };
  }

  private RawRequest line(RawRequest request) {
    String target = request.target();
    return switch (random.nextInt(6)) {
      case 0 -> request.line(request.line().replace(" HTTP", " x HTTP"));
      case 1 ->
          request.line(
              request.method()
                  + " "
                  + target
                  + " "
                  + one("HTTP/9.9", "HTTP/x", "FOO/1.1", "HTTP/1.2", "http/1.1"));
      case 2 ->
          request.line(
              request.method()
                  + " "
                  + one("*", "webhooks", "?", "http://", "https://other.test" + target, "a:b")
                  + " HTTP/1.1");
      case 3 -> request.line(request.method() + "\t" + target + " HTTP/1.1");
      case 4 ->
          request.line(one("G(T", "G\0T", "\u00e9", "M".repeat(300)) + " " + target + " HTTP/1.1");
      default -> request.without("Host");
    };
  }

  private RawRequest large(RawRequest request) {
    return switch (random.nextInt(4)) {
      case 0 ->
          request.target(
              target -> target + "/" + one("a", "a/", "%41").repeat(2000 + random.nextInt(8000)));
      case 1 ->
          request.target(
              target -> target + "?" + one("a", "a=b&", "%41").repeat(2000 + random.nextInt(8000)));
      case 2 -> request.with("X: " + "a".repeat(8000 + random.nextInt(60_000)));
      default -> {
        RawRequest many = request;
        for (int i = 0; i < 300; i++) {
          many = many.with("X" + i + ": a");
        }
        yield many;
      }
    };
  }

  private RawRequest upgrading(RawRequest request) {
    RawRequest asking =
        request.with("Upgrade: " + one("h2c", "websocket", "x")).breaking(HttpViolation.UPGRADE);
    boolean hasLength =
        request.headers().stream().anyMatch(one -> one.startsWith("Content-Length: "));
    return hasLength ? asking : asking.breaking(HttpViolation.CUT);
  }

  private RawRequest cut(RawRequest request) {
    String longer =
        random.nextInt(4) == 0
            ? one(InvalidHeads.HUGE_LENGTHS)
            : "" + (request.body().length + 1 + random.nextInt(100_000));
    return request
        .without("Content-Length")
        .with("Content-Length: " + longer)
        .breaking(HttpViolation.CUT);
  }

  private RawRequest chunked(RawRequest request) {
    RawRequest open =
        request.without("Upgrade").without("Content-Length").with("Transfer-Encoding: chunked");
    if (random.nextInt(3) == 0) {
      return open.body(one(InvalidHeads.NO_CHUNKS).getBytes(UTF_8))
          .breaking(HttpViolation.LENGTH)
          .breaking(HttpViolation.CUT);
    }
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int at = 0; at < request.body().length; ) {
      int size = Math.min(1 + random.nextInt(5000), request.body().length - at);
      chunks.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(ISO_8859_1));
      chunks.write(request.body(), at, size);
      chunks.writeBytes("\r\n".getBytes(ISO_8859_1));
      at += size;
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
    return open.body(chunks.toByteArray());
  }

  private static String nameOf(String header) {
    return header.substring(0, header.indexOf(':'));
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
