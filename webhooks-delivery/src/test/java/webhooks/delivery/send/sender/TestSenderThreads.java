package webhooks.delivery.send.sender;

import webhooks.delivery.send.SenderThreads;

/** Threads of senders in tests. */
public final class TestSenderThreads {
  /** Runs each task on a new thread. */
  public static final SenderThreads NEW =
      new SenderThreads(task -> new Thread(task).start(), Thread::new);

  private TestSenderThreads() {}
}
