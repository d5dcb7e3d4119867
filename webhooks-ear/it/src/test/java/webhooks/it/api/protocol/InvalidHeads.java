package webhooks.it.api.protocol;

import java.util.List;

/** Parts of request heads, most of them invalid. */
final class InvalidHeads {
  static final List<String> METHODS =
      split(
          """
          GET ¦ POST ¦ PUT ¦ PATCH ¦ DELETE ¦ HEAD ¦ OPTIONS ¦ get ¦ FOO ¦ M-SEARCH ¦ PROPFIND\
          """);

  static final List<String> SEGMENTS =
      split(
          """
           ¦ / ¦ // ¦ x ¦ a;b=c ¦ ; ¦ %2f ¦ %20 ¦ %25 ¦ %3f ¦ %F0%9F%98%80 ¦ %ef%bf%bf ¦ \
          {x} ¦ { ¦ <x> ¦ " ¦ | ¦ ^ ¦ ` ¦ ~ ¦ ' ¦ * ¦ a:b ¦ @ ¦ $ ¦ 1-1-1-1-1 ¦ \
          %0d%0aX:%20y ¦ %7b%7d ¦ error-page ¦ 00000000-0000-0000-0000-000000000000 ¦ \
          FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF ¦ deliveries ¦ webhooks\
          """);

  static final List<String> NO_PATHS =
      split(
          """
          %00 ¦ %c3%28 ¦ %ed%a0%80 ¦ %ff ¦ . ¦ .. ¦ ../../.. ¦ %2e%2e/%2e%2e/%2e%2e ¦ \\ ¦ %5c ¦ \
          \u00e9 ¦ \u00ff ¦ \u0001 ¦ #x\
          """);

  static final List<String> NO_ESCAPES =
      split(
          """
          % ¦ %z ¦ %zz ¦ %1 ¦ %u0041 ¦ %% ¦ %-1\
          """);

  static final List<String> PARAMETERS =
      split(
          """
          $top ¦ continuationToken ¦ status ¦ eventType ¦ since ¦ until ¦ x ¦  ¦ %24top ¦ %zz\
          """);

  static final List<String> PARAMETER_VALUES =
      split(
          """
           ¦ 1 ¦ 0 ¦ -1 ¦ 100 ¦ 1e2 ¦ 99999999999999999999 ¦ pending ¦ succeeded ¦ x ¦ %zz ¦ \
          % ¦ %00 ¦ %ff ¦ {} ¦ [ ¦ | ¦ 2026-01-01T00:00:00Z ¦ 2026-01-01T00:00:00%2b18:00 ¦ \
          -999999999-01-01T00:00:00Z ¦ %2b999999999-12-31T23:59:59Z ¦ 1970-01-01T00:00:00Z ¦ \
          9999-12-31T23:59:59.999999999Z ¦ a;b ¦ a&a ¦ = ¦ \u00e9 ¦ <script>\
          """);

  static final List<String> POSITIONS =
      split(
          """
          x y ¦ 2026-01-01T00:00:00Z x ¦ \
          +999999999-12-31T23:59:59.999999999Z 00000000-0000-0000-0000-000000000000 ¦ \
          -1000000000-01-01T00:00:00Z 00000000-0000-0000-0000-000000000000 ¦ \
          9999-12-31T23:59:59Z ffffffff-ffff-ffff-ffff-ffffffffffff ¦ \
          1970-01-01T00:00:00Z 00000000-0000-0000-0000-000000000000 ¦   ¦ \u0000 \u0000\
          """);

  static final List<String> HEADERS =
      split(
          """
          Accept:  ¦ Accept: , ¦ Accept: ;q=x ¦ Accept: application/json;q=2 ¦ \
          Accept: text/html ¦ Accept: */json ¦ Accept: a ¦ Content-Type:  ¦ \
          Content-Type: ;;; ¦ Content-Type: application/json; charset=nope ¦ \
          Content-Type: application/json; charset=utf-16 ¦ Content-Type: application/json; ¦ \
          Content-Type: APPLICATION/JSON ¦ Content-Type: text/json ¦ \
          Content-Type: application ¦ Content-Type: multipart/form-data ¦ \
          Content-Type: application/x-www-form-urlencoded ¦ Content-Encoding: gzip ¦ \
          Content-Encoding: identity ¦ Content-Encoding: x, y ¦ Content-Encoding:  ¦ \
          Accept-Encoding: gzip;q=z ¦ Accept-Charset: utf-99;q=x ¦ Accept-Language: x;q=y ¦ \
          Range: bytes=0-1 ¦ If-None-Match: * ¦ If-Match: x ¦ If-Modified-Since: x ¦ \
          Cookie: $Version=1; =;; ¦ X-HTTP-Method-Override: DELETE ¦ X-Forwarded-Host: {} ¦ \
          X-Forwarded-Proto: " ¦ Forwarded: for=; ¦ \
          Expect: 100-continue ¦ TE: trailers ¦ Trailer: x ¦ Connection: keep-alive ¦ \
          Connection: x ¦ Date: x ¦ Max-Forwards: -1 ¦ Content-Language: ; ¦ Origin: null ¦ \
          Content-MD5: x\
          """);

  static final List<String> NO_HEADERS =
      split(
          """
          X: a\0b ¦ X\0: a ¦ X : a ¦ Xabc ¦ : a ¦ X: \u00e9\u00ff ¦ Cookie: \u00ff ¦ \
          X: a\r\n b ¦ X: a\rb ¦ X: a\nb ¦ X(: a ¦ X: \u0001\u007f ¦ Host: other.test ¦ \
          Host: a b ¦ Host: {} ¦ Host: [ ¦ Host: localhost:99999999999 ¦ Host: a@b/c ¦ \
          Accept: \u00ff ¦ Content-Type: \u00ff ¦ Accept-Language: \u00ff\
          """);

  static final List<String> NO_LENGTHS =
      split(
          """
          Content-Length: -1 ¦ Content-Length: x ¦ Content-Length: 1, 2 ¦ \
          Content-Length: +2 ¦ Content-Length:  ¦ Content-Length: 99999999999999999999999 ¦ \
          Content-Length: 0x2 ¦ Transfer-Encoding: gzip ¦ Transfer-Encoding: foo ¦ \
          Transfer-Encoding: chunked, chunked ¦ Transfer-Encoding: identity ¦ \
          Transfer-Encoding:  ¦ Transfer-Encoding: chunked\
          """);

  static final List<String> HUGE_LENGTHS =
      split(
          """
          2147483647 ¦ 2147483648 ¦ 4294967296 ¦ 9223372036854775807\
          """);

  static final List<String> NO_CHUNKS =
      split(
          """
          zz\r\n{}\r\n0\r\n\r\n ¦ ffffffffffffffff\r\n{}\r\n0\r\n\r\n ¦ \
          -1\r\n{}\r\n0\r\n\r\n ¦ 5\r\n{}\r\n0\r\n\r\n ¦ 1\r\n{}\r\n0\r\n\r\n ¦ 2\r\n{} ¦ 2 ¦ \
           ¦ 2;a="\r\n{}\r\n0\r\nX: y\r\n\r\n ¦ 2\n{}\n0\n\n\
          """);

  private InvalidHeads() {}

  private static List<String> split(String text) {
    return List.of(text.split(" ¦ ", -1));
  }
}
