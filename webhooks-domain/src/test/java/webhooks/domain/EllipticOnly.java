package webhooks.domain;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URL;
import javax.net.ssl.SSLContext;
import webhooks.settings.tls.EllipticTls;

/** The rule that each TLS connection has its keys from {@link EllipticTls}. */
public final class EllipticOnly {
  private EllipticOnly() {}

  /** Returns the rule: nothing else makes a context of TLS, or a request that Java sends. */
  public static ArchRule isHowTlsIsMade() {
    return noClasses()
        .should()
        .callMethodWhere(
            target(owner(Predicates.equivalentTo(SSLContext.class)))
                .and(target(name("getInstance").or(name("getDefault")))))
        .orShould()
        .callMethodWhere(
            target(owner(Predicates.equivalentTo(URL.class)))
                .and(target(name("openConnection").or(name("openStream")))));
  }
}
