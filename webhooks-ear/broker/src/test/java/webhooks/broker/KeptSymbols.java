package webhooks.broker;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.proton.amqp.Symbol;

/** The symbols that Proton keeps for as long as the process lives, and shows to nobody. */
public final class KeptSymbols {
  private KeptSymbols() {}

  /** Returns the names, which change with each new symbol. */
  public static Set<String> names() throws ReflectiveOperationException {
    Field symbols = Symbol.class.getDeclaredField("_symbols");
    symbols.setAccessible(true);
    @SuppressWarnings("unchecked")
    Map<String, Symbol> kept = (Map<String, Symbol>) symbols.get(null);
    return kept.keySet();
  }
}
