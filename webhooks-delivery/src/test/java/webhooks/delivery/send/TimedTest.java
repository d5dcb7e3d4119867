package webhooks.delivery.send;

/** A test that needs an attempt to reach some state before it times out. */
@FunctionalInterface
interface TimedTest {
  /** Runs the test, and returns false if the attempt timed out before it reached the state. */
  boolean run(TestSender sender) throws Exception;
}
