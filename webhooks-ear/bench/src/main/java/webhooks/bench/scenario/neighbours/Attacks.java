package webhooks.bench.scenario.neighbours;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.it.harness.broker.Producer;

/** The attacks of strangers, who have no token, and of a tenant with valid ones. */
final class Attacks {
  private static final int PIPELINED_GETS = 250;
  private static final int PIPELINED_PATCHES = 50;
  private static final int CLIENTS = 40;

  /** The deliveries in half a second that need new connections: more than two processors make. */
  private static final int DELIVERIES = 300;

  private static final int MEBIBYTE = 1024 * 1024;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final byte[] SASL = bytes('A', 'M', 'Q', 'P', 3, 1, 0, 0);
  private static final String TYPES = "{\"eventTypes\":[\"iModels.%s.v1\"]}";

  /** The connections of each attack, by its name. Those that can damage a node come last. */
  private static final Map<String, Integer> CONNECTIONS = connections();

  /** The names of all attacks, in their order. */
  static final List<String> NAMES = List.copyOf(CONNECTIONS.keySet());

  private final Installation installation;
  private final SlowNames names;
  private final Tenant tenant;

  Attacks(Installation installation, SlowNames names) {
    this.installation = installation;
    this.names = names;
    this.tenant = new Tenant(installation);
  }

  private static Map<String, Integer> connections() {
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put("slow-bodies", 2 * CLIENTS);
    all.put("slow-names", CLIENTS);
    all.put("redeliveries", 48);
    all.put("patches", 100);
    all.put("gets-64", 64);
    all.put("gets-400", 400);
    all.put("new-connections", 1);
    all.put("broker-memory", 25);
    all.put("broker-resets", 12);
    all.put("amqp-frame", 12);
    return all;
  }

  static int connections(String attack) {
    return CONNECTIONS.get(attack);
  }

  /** Returns what each connection of the attack does; empty if this machine can't do it. */
  Optional<Step> named(String attack) {
    return switch (attack) {
      case "slow-bodies" -> Optional.of(slowBodies());
      case "slow-names" -> names.areServed() ? Optional.of(slowNames()) : Optional.empty();
      case "redeliveries" -> Optional.of(redeliveries());
      case "patches" -> Optional.of(patches());
      case "gets-64", "gets-400" -> Optional.of(gets());
      case "new-connections" -> Optional.of(newConnections());
      case "broker-memory" -> Optional.of(this::fillMemory);
      case "broker-resets" -> Optional.of(this::reset);
      case "amqp-frame" -> Optional.of(this::sendLongFrame);
      default -> throw new IllegalArgumentException(attack);
    };
  }

  private int http() {
    return installation.environment().product().port();
  }

  private int jms() {
    String address = installation.environment().product().setting("webhooks.jms.listen");
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Many clients of one account send a byte of a body each second. */
  private Step slowBodies() {
    List<String> tokens = tenant.tokens(CLIENTS);
    return (attackers, connection) -> {
      String token = tokens.get(connection % CLIENTS);
      String head =
          HttpText.request(
              "POST",
              "/webhooks",
              token,
              null,
              "Content-Type: application/json\r\nContent-Length: 60000\r\n");
      try (Socket socket = attackers.connect(http())) {
        socket.getOutputStream().write((head + "{").getBytes(ISO_8859_1));
        while (!attackers.hasEnded() && socket.getInputStream().available() == 0) {
          Attackers.pause(SECOND);
          socket.getOutputStream().write(' ');
        }
      }
    };
  }

  /** Many clients of one account create webhooks with names that nobody answers. */
  private Step slowNames() {
    List<String> tokens = tenant.tokens(CLIENTS);
    return (attackers, connection) -> {
      String body = HealthyTenant.creation("https://" + names.unanswered(UUID.randomUUID()) + "/");
      pipeline(
          attackers, HttpText.request("POST", "/webhooks", tokens.get(connection), body, ""), 1);
    };
  }

  /** One client sends one delivery again and again. */
  private Step redeliveries() {
    String path = tenant.delivery() + "/redeliver";
    String request = HttpText.request("POST", path, tenant.token(), "{}", "");
    return (attackers, connection) -> pipeline(attackers, request, 1);
  }

  /** One client changes a webhook to and fro. */
  private Step patches() {
    String path = "/webhooks/" + tenant.webhook();
    String requests =
        List.of("iModelCreated", "iModelDeleted").stream()
            .map(TYPES::formatted)
            .map(body -> HttpText.request("PATCH", path, tenant.token(), body, ""))
            .collect(Collectors.joining());
    return (attackers, connection) ->
        pipeline(attackers, requests.repeat(PIPELINED_PATCHES / 2), PIPELINED_PATCHES);
  }

  /** Strangers send many requests at once. */
  private Step gets() {
    String request = HttpText.request("GET", "/webhooks", null, null, "");
    return (attackers, connection) ->
        pipeline(attackers, request.repeat(PIPELINED_GETS), PIPELINED_GETS);
  }

  /** The receiver of a tenant closes each connection, so each of its deliveries needs a new one. */
  private Step newConnections() {
    Owner closing = installation.owner();
    installation.rest().register(closing.token(), installation.receiver().closingUrl()).join();
    return (attackers, connection) -> {
      try (Producer producer = installation.environment().broker().producer()) {
        while (!attackers.hasEnded()) {
          producer.publishTexts(closing.events().next(DELIVERIES));
          Attackers.pause(SECOND / 2);
        }
      }
    };
  }

  /** Sends requests at once and waits for their answers, until the connection ends. */
  private void pipeline(Attackers attackers, String requests, int count) throws IOException {
    byte[] bytes = requests.getBytes(ISO_8859_1);
    try (Socket socket = attackers.connect(http())) {
      while (!attackers.hasEnded()) {
        socket.getOutputStream().write(bytes);
        HttpText.readAnswers(socket.getInputStream(), count);
      }
    }
  }

  /** Strangers send the beginnings of frames that are too long, and a body to the broker. */
  private void fillMemory(Attackers attackers, int connection) throws IOException {
    String head =
        connection == 0
            ? "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000000\r\n\r\n"
            : "ACTIVEMQ";
    int mebibytes = connection == 0 ? 300 : connection < 5 ? 75 : 15;
    try (Socket socket = attackers.connect(jms())) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(ISO_8859_1));
      if (connection > 0) {
        out.write(connection < 5 ? bytes(0x7f, 0xff, 0xff, 0xff) : bytes(0, 0xf0, 0, 0));
      }
      byte[] data = new byte[MEBIBYTE];
      for (int i = 0; i < mebibytes && !attackers.hasEnded(); i++) {
        out.write(data, 0, i == mebibytes - 1 ? MEBIBYTE - 16 : MEBIBYTE);
      }
      attackers.hold(socket);
    }
  }

  /** Strangers begin a login and reset the connection, again and again. */
  private void reset(Attackers attackers, int connection) throws IOException {
    try (Socket socket = attackers.connect(jms())) {
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(SASL);
    }
  }

  /** Strangers announce a frame of AMQP that is too long, and send one byte of it. */
  private void sendLongFrame(Attackers attackers, int connection) throws IOException {
    try (Socket socket = attackers.connect(jms())) {
      OutputStream out = socket.getOutputStream();
      socket.setTcpNoDelay(true);
      out.write(SASL);
      out.write(bytes(0x7f, 0xff, 0xff, 0xff, 2, 1, 0, 0));
      Attackers.pause(SECOND / 3);
      out.write(0);
      attackers.hold(socket);
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    IntStream.range(0, values.length).forEach(i -> bytes[i] = (byte) values[i]);
    return bytes;
  }
}
