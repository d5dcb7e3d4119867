package webhooks.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** The rule that each thread is one of the server. */
public final class ServerThreads {
  private static final String POOLS =
      "java\\.util\\.concurrent\\.(Executors|ThreadPoolExecutor|ScheduledThreadPoolExecutor|ForkJoinPool)"
          + "|java\\.util\\.Timer|java\\.net\\.http\\..*";

  private ServerThreads() {}

  /** Returns the rule: no pool or timer of Java, and not its HTTP client, which has threads. */
  public static ArchRule areAllThatIsUsed() {
    return noClasses().should().dependOnClassesThat().haveNameMatching(POOLS);
  }
}
