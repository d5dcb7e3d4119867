package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendContinuationMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendLargeMessage;
import org.junit.jupiter.api.Test;

class LargeMessagesTest {
  @Test
  void refusesLargeMessageWithoutEnd() {
    EmbeddedChannel channel = new EmbeddedChannel(PacketGuard.PacketFilter.ofCore());
    channel.writeInbound(
        PacketGuardTest.frame(new SessionSendLargeMessage(PacketGuardTest.message())));
    int parts = 0;

    while (channel.isOpen() && parts < 1000) {
      channel.writeInbound(
          PacketGuardTest.frame(
              new SessionSendContinuationMessage(null, new byte[100_000], true, false, 0, null)));
      channel.inboundMessages().clear();
      parts++;
    }

    assertThat(channel.isOpen()).isFalse();
    assertThat(parts).isEqualTo(LargeMessages.MAX_BYTES / 100_000 + 1);
  }

  @Test
  void letsManyLargeMessagesPass() {
    EmbeddedChannel channel = new EmbeddedChannel(PacketGuard.PacketFilter.ofCore());

    for (int i = 0; i < 300; i++) {
      channel.writeInbound(
          PacketGuardTest.frame(new SessionSendLargeMessage(PacketGuardTest.message())),
          PacketGuardTest.frame(
              new SessionSendContinuationMessage(null, new byte[100_000], false, true, 0, null)));
      channel.inboundMessages().clear();
    }

    assertThat(channel.isOpen()).isTrue();
  }
}
