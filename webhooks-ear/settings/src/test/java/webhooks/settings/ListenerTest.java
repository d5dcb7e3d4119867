package webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.settings.command.StartCheck.Context;

class ListenerTest {
  private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

  private static Listener at(int port) {
    return new Listener("webhooks.http.port", "http://here:" + port, LOOPBACK, port);
  }

  private static Context start(boolean nodeRuns) {
    return new Context(new SettingReader(List.of()), null, nodeRuns);
  }

  @Test
  void refusesAPortOfAnotherProgram() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      Listener listener = at(other.getLocalPort());

      assertThatThrownBy(() -> listener.check(start(false)))
          .isInstanceOf(InvalidSetting.class)
          .hasMessage("Setting webhooks.http.port names a port that is in use.");
      assertThatThrownBy(listener::refuseIfTaken).isInstanceOf(InvalidSetting.class);
    }
  }

  @Test
  void acceptsThePortOfTheNodeThatTheStartReplaces() throws IOException {
    try (ServerSocket node = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      assertThat(at(node.getLocalPort()).check(start(true))).endsWith(", in use now");
    }
  }

  @Test
  void acceptsAFreePort() {
    assertThat(at(0).check(start(false))).isEqualTo("http://here:0");
  }
}
