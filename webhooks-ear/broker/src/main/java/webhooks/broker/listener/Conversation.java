package webhooks.broker.listener;

import io.netty.buffer.ByteBuf;

/** Checks the bytes of one connection by the rules of its protocol. For one thread. */
abstract class Conversation {
  /** The maximum length of a frame or packet before the login. */
  static final int MAX_LOGIN_BYTES = 64 * 1024;

  /** How many frames or packets a client may send before its login. A client needs two to four. */
  static final int MAX_LOGIN_FRAMES = 32;

  /** The maximum length of all frames or packets before the login together. */
  static final int MAX_ALL_LOGIN_BYTES = 256 * 1024;

  private LoginState login = LoginState.PENDING;
  private int loginFrames;
  private long loginBytes;

  /** How far the login of a connection is, by the broker's answers. */
  enum LoginState {
    /** The client has not been accepted yet. */
    PENDING,
    /** The client has been accepted. */
    DONE,
    /** The client has been refused. The protocol allows it no other login. */
    REFUSED
  }

  /**
   * Reads the next bytes, which come in pieces of any size, and returns whether the client may send
   * them. Leaves bytes unread that must wait for an answer of the broker.
   */
  final boolean isAllowed(ByteBuf bytes) {
    return received().read(bytes);
  }

  /** Reads the next bytes of the broker's answers and returns how far the login is. */
  final LoginState answered(ByteBuf bytes) {
    sent().read(bytes.duplicate());
    return login;
  }

  /** Returns the reader of the client's bytes. */
  abstract FrameReader received();

  /** Returns the reader of the broker's answers, which notes how far the login is. */
  abstract FrameReader sent();

  /**
   * Counts a frame, and returns whether the client may send it: it has logged in, or has sent
   * little so far. Each frame may cost an answer, which the client need not read.
   */
  final boolean isWithinLimits(long bytes) {
    if (isLoggedIn()) {
      return true;
    }
    loginFrames++;
    loginBytes += bytes;
    return loginFrames <= MAX_LOGIN_FRAMES && loginBytes <= MAX_ALL_LOGIN_BYTES;
  }

  final boolean isLoggedIn() {
    return login == LoginState.DONE;
  }

  final void note(LoginState now) {
    login = now;
  }
}
