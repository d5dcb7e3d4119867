package webhooks.bench.scenario.neighbours;

import java.io.IOException;

/** What each connection of an attack repeats. */
@FunctionalInterface
interface Step {
  /**
   * Makes one step, which may take as long as the attack.
   *
   * @param connection the number of the connection, from 0
   */
  void run(Attackers attackers, int connection) throws IOException;
}
