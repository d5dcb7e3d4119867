package webhooks.broker.listener;

/** Names the first bytes of a protocol header and of a frame (AMQP 1.0, parts 2.2 and 2.3.1). */
public final class AmqpHeader {
  /** The size of a protocol header, and the minimum size of a frame's header. */
  public static final int BYTES = 8;

  /** The first four bytes of a protocol header, where a frame has its size: "AMQP". */
  public static final int PROTOCOL = 0x414d5150;

  /** The byte of a frame's header that has the offset of its body, divided by four. */
  public static final int OFFSET = 4;

  /** The byte of a frame's header that has its type. */
  static final int TYPE = 5;

  static final byte TYPE_AMQP = 0;
  static final byte TYPE_SASL = 1;

  private AmqpHeader() {}
}
