package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import webhooks.api.accesslog.AccessLogFilter;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.StrangerWaits;

/** The memory for bodies of callers without a token. */
class StrangerBodyTest {
  private static final int LARGE = 100 * 1024;

  private static ContainerRequestContext from(String address) {
    return (ContainerRequestContext)
        Proxy.newProxyInstance(
            StrangerBodyTest.class.getClassLoader(),
            new Class<?>[] {ContainerRequestContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMethod" -> "POST";
                  case "getHeaderString" ->
                      switch ((String) arguments[0]) {
                        case HttpHeaders.CONTENT_LENGTH -> "" + LARGE;
                        case HttpHeaders.CONTENT_ENCODING -> null;
                        default -> "application/json";
                      };
                  case "getEntityStream" -> new ByteArrayInputStream(new byte[LARGE]);
                  case "getProperty" ->
                      arguments[0].equals(AccessLogFilter.ADDRESS) ? address : null;
                  default -> null;
                });
  }

  @Test
  void strangersOfANetworkLeaveMemoryToOthers() {
    CallerLimit memory = new CallerLimit(10 * LARGE, LARGE, "memory");
    CallerLimit waiting = new CallerLimit(1, "waiting");
    RequestBodyFilter filter =
        new RequestBodyFilter(
            LARGE,
            false,
            new BodyLimits(Duration.ofMinutes(1), waiting, new StrangerWaits(1), memory));
    filter.filter(from("192.0.2.1"));

    assertThatThrownBy(() -> filter.filter(from("192.0.2.1"))).isInstanceOf(Refusal.class);
    filter.filter(from("192.0.2.2"));
  }
}
