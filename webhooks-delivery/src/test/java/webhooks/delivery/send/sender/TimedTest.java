package webhooks.delivery.send.sender;

/** A test that needs an attempt to reach some state before it times out. */
@FunctionalInterface
public interface TimedTest {
  /** Runs the test, and returns false if the attempt timed out before it reached the state. */
  boolean run(TestSender sender) throws Exception;
}
