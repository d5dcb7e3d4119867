package webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListenerTest {
  private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

  private static Listener at(int port) {
    return new Listener("webhooks.http.port", "http://here:" + port, LOOPBACK, port);
  }

  @Test
  void refusesAPortOfAnotherProgram() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      Listener listener = at(other.getLocalPort());

      assertThatThrownBy(() -> listener.check(false))
          .isInstanceOf(InvalidSetting.class)
          .hasMessage("Setting webhooks.http.port names a port that is in use.");
      assertThatThrownBy(listener::refuseIfTaken).isInstanceOf(InvalidSetting.class);
    }
  }

  @Test
  void acceptsThePortOfTheNodeThatTheStartReplaces() throws IOException {
    try (ServerSocket node = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      assertThat(at(node.getLocalPort()).check(true)).endsWith(", in use now");
    }
  }

  @Test
  void acceptsAFreePort() {
    assertThat(at(0).check(false)).isEqualTo("http://here:0");
  }
}
