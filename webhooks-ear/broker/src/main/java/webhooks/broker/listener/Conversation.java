package webhooks.broker.listener;

import io.netty.buffer.ByteBuf;

/** The rules of one protocol for a connection. For one thread. */
interface Conversation {
  /** How far the login of a connection is, by the broker's answers. */
  enum Login {
    /** The client has not been accepted yet. */
    PENDING,
    /** The client has been accepted. */
    DONE,
    /** The client has been refused. The protocol allows it no other login. */
    REFUSED
  }

  /**
   * Reads the next bytes, which come in pieces of any size, and returns whether the client may send
   * them. Leaves those unread that must wait for an answer of the broker.
   */
  boolean isAllowed(ByteBuf received);

  /** Reads the next bytes of the broker's answers and returns how far the login is. */
  Login answered(ByteBuf sent);
}
