package webhooks.broker.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.broker.listener.GuardedConnection.MAX_AMQP;
import static webhooks.broker.listener.GuardedConnection.hex;

import io.netty.buffer.Unpooled;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the guard with logins by AMQP. */
class AmqpLoginTest {
  private static final String SASL = "414d515003010000";
  private static final String BARE = "414d515000010000";

  /** PLAIN with the user "user" and a password. */
  private static final String INIT_BODY =
      "005341c01502a305504c41494e" + "a00b" + "0075736572007365637265";

  private static final String INIT = "0000002202010000" + INIT_BODY;

  private static final String ANONYMOUS = "0000001902010000" + "005341c00c01a309414e4f4e594d4f5553";
  private static final String RESPONSE = "0000001202010000" + "005343c00501a0026162";
  private static final String MECHANISMS = "0000001502010000005340c00801a305504c41494e";
  private static final String CHALLENGE = "0000001102010000" + "005342c00401a00161";
  private static final String SUCCESS = "0000001002010000" + "005344c003015000";
  private static final String FAILURE = "0000001002010000" + "005344c003015001";
  private static final String OPEN = "0000001102000000" + "005310c00401a10178";
  private static final String BEGUN = "0000001302000000" + "005311c006054043434343";

  private final GuardedConnection connection = new GuardedConnection(Set.of("CORE", "AMQP"));

  @Test
  void passesBytesOnInPiecesOfAnySize() {
    connection.receiveInPieces(SASL + INIT);
    connection.answer(hex(CHALLENGE));
    connection.receiveInPieces(RESPONSE);

    assertThat(connection.passedOn()).isEqualTo(SASL + INIT + RESPONSE);
    assertThat(connection.isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Sizes.
        "7fffffff",
        "00000201",
        "00000007",
        "00000000",
        "ffffffff",
        "80000000",
        // The offset of the body, and the type.
        "0000002201010000" + INIT_BODY,
        "0000002203010000" + INIT_BODY,
        "0000002202000000" + INIT_BODY,
        "0000002202020000" + INIT_BODY,
        // Another frame of SASL than a client's: mechanisms, a challenge, an outcome.
        "0000001002010000005340c003014000",
        "0000001002010000005342c003014000",
        SUCCESS,
        // No list, an empty one, and others than their frame.
        "0000000c0201000000534145",
        "0000000c0201000000534140",
        "0000001002010000005341c004014000",
        "0000001002010000005341c002014000",
        "0000001002010000005341c003054000",
        // Null, a string and a symbol without an end as the mechanism.
        "0000000f02010000005341c0020140",
        "0000001102010000005341c00401a10178",
        "0000001102010000005341c00401a37f78",
        "0000001402010000005341c00701b37fffffff78",
        // A mechanism that no client knows: Artemis would keep its name as long as it runs.
        "0000002202010000005341c01502a305504c414958a00b0075736572007365637265",
        "0000001602010000" + "005341c00901b300000003585858",
        // A symbol as the response, and a field too many.
        "0000001402010000005341c00702a3017843a30178",
        "0000001402010000005341c00704a3017840404040",
        // The second header, before the answer to the login.
        BARE
      })
  void refusesWhatIsNoLoginBySasl(String frame) {
    connection.receive(hex(SASL));

    connection.receive(hex(frame));

    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.passedOn()).isEqualTo(SASL);
  }

  @Test
  void refusesFramesOver64KibibytesBeforeTheLogin() {
    connection.receive(hex(BARE));
    connection.answer(hex(BARE));
    connection.receive(hex(OPEN + "0001000002000000" + "00".repeat(65_528)));
    assertThat(connection.isOpen()).isTrue();

    connection.receive(hex("0001000102000000"));

    assertThat(connection.isOpen()).isFalse();
  }

  /** Some clients send their first frames without waiting for the answer to the login. */
  @Test
  void keepsWhatFollowsTheLoginUntilItsAnswer() {
    connection.receive(hex(SASL + INIT + BARE));
    connection.receiveInPieces(OPEN);
    assertThat(connection.passedOn()).isEqualTo(SASL + INIT);

    connection.answer(hex(SASL + MECHANISMS));
    assertThat(connection.passedOn()).isEmpty();
    connection.answer(hex(SUCCESS));
    assertThat(connection.passedOn()).isEqualTo(BARE + OPEN);
    connection.receive(hex(OPEN));

    assertThat(connection.passedOn()).isEqualTo(OPEN);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void keepsWhatFollowsTheResponseUntilItsAnswer() {
    connection.receive(hex(SASL + INIT + RESPONSE + BARE));
    connection.answer(hex(CHALLENGE));
    assertThat(connection.passedOn()).isEqualTo(SASL + INIT + RESPONSE);

    connection.answer(hex(SUCCESS));

    assertThat(connection.passedOn()).isEqualTo(BARE);
  }

  @Test
  void dropsWhatFollowsFailedLogin() {
    connection.receive(hex(SASL + INIT + BARE + OPEN));

    connection.answer(hex(FAILURE));

    assertThat(connection.passedOn()).isEqualTo(SASL + INIT);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void checksWhatFollowsTheLogin() {
    connection.receive(hex(SASL + INIT + "7fffffff02010000"));
    assertThat(connection.isOpen()).isTrue();

    connection.answer(hex(SUCCESS));

    assertThat(connection.passedOn()).isEqualTo(SASL + INIT);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void keepsAtMost64Kibibytes() {
    connection.receive(hex(SASL + INIT + BARE));
    connection.receive(Unpooled.buffer().writeZero(LoginGuard.MAX_WAITING_BYTES - 8));
    assertThat(connection.isOpen()).isTrue();

    connection.receive(hex("00"));

    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void takesLargerAmqpFramesAfterTheLogin() {
    connection.receive(hex(SASL + INIT));
    connection.answer(hex(SASL));
    connection.answer(hex(SUCCESS));
    connection.receive(hex(BARE + OPEN));
    connection.receive(
        Unpooled.buffer().writeInt(MAX_AMQP).writeInt(0x02000000).writeZero(MAX_AMQP - 8));
    assertThat(connection.isOpen()).isTrue();
    assertThat(connection.pendingLogins()).isZero();

    connection.receive(Unpooled.buffer().writeInt(MAX_AMQP + 1));

    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void expectsTheHeaderOfAmqpAfterTheLogin() {
    connection.receive(hex(SASL + INIT));
    connection.answer(hex(SUCCESS));

    connection.receive(hex(INIT));

    assertThat(connection.isOpen()).isFalse();
  }

  /** The answer must arrive. What the client sends then does not belong to a login. */
  @Test
  void endsConnectionAfterFailedLogin() {
    connection.receive(hex(SASL + INIT));

    connection.answer(hex(FAILURE));

    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.answers()).isOne();
  }

  /** Artemis would keep each symbol of such a frame for as long as the process lives. */
  @Test
  void dropsFramesWithoutLoginIfTheBrokerAsksForOne() {
    connection.receive(hex(BARE + OPEN));
    connection.receiveInPieces(OPEN);

    connection.answer(hex(SASL));

    assertThat(connection.passedOn()).isEqualTo(BARE);
    assertThat(connection.answers()).isOne();
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void keepsFramesWithoutLoginUntilTheBrokersHeader() {
    connection.receiveInPieces(BARE + OPEN);
    assertThat(connection.passedOn()).isEqualTo(BARE);

    connection.answer(hex("414d5150"));
    assertThat(connection.passedOn()).isEmpty();
    connection.answer(hex("00010000"));
    connection.receive(hex(OPEN));

    assertThat(connection.passedOn()).isEqualTo(OPEN + OPEN);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void refusesManyFramesBeforeTheLogin() {
    connection.receive(hex(BARE));
    connection.answer(hex(BARE));
    for (int i = 1; i < Conversation.MAX_LOGIN_FRAMES; i++) {
      connection.receive(hex(OPEN));
    }
    assertThat(connection.isOpen()).isTrue();

    connection.receive(hex(OPEN));

    assertThat(connection.isOpen()).isFalse();
  }

  /** Artemis would accept it, and then read large frames. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ANONYMOUS,
        // With a trace, and with long forms.
        "0000001e02010000" + "005341c01102a309414e4f4e594d4f5553" + "a003614062",
        "0000002902010000" + "00800000000000000041d00000001200000001b300000009414e4f4e594d4f5553"
      })
  void refusesAnonymousLoginWhereOneIsRequired(String init) {
    connection.receive(hex(SASL));

    connection.receive(hex(init));

    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.passedOn()).isEqualTo(SASL);
    assertThat(connection.pendingLogins()).isZero();
  }

  @Test
  void takesAnonymousLoginWhereNoneIsRequired() {
    GuardedConnection open = new GuardedConnection(Set.of("AMQP"), true);
    open.receive(hex(SASL + ANONYMOUS + BARE));

    open.answer(hex(SUCCESS));

    assertThat(open.passedOn()).isEqualTo(SASL + ANONYMOUS + BARE);
    assertThat(open.pendingLogins()).isZero();
    assertThat(open.isOpen()).isTrue();
  }

  @Test
  void anonymousClientIsLoggedInWithItsSession() {
    connection.receive(hex(BARE + OPEN));
    connection.answer(hex(BARE + OPEN));
    assertThat(connection.pendingLogins()).isOne();

    connection.answer(hex(BEGUN));

    assertThat(connection.pendingLogins()).isZero();
  }
}
