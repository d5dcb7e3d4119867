package webhooks.broker.listener;

/** The first bytes of a protocol header and of a frame (AMQP 1.0, parts 2.2 and 2.3.1). */
public final class AmqpHeader {
  /** How many bytes a protocol header has, and a frame before its body at least. */
  public static final int BYTES = 8;

  /** The first four bytes of a protocol header, where a frame has its size: "AMQP". */
  public static final int PROTOCOL = 0x414d5150;

  /** Where a frame says how many times four bytes precede its body. */
  public static final int OFFSET = 4;

  /** Where a frame names its type. */
  static final int TYPE = 5;

  static final byte TYPE_AMQP = 0;
  static final byte TYPE_SASL = 1;

  private AmqpHeader() {}
}
