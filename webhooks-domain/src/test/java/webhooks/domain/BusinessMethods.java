package webhooks.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;

/** The methods of session beans that other classes call. */
public final class BusinessMethods {
  private BusinessMethods() {}

  /** Returns whether a class is another one, or is nested in it. */
  private static boolean isWithin(JavaClass nested, JavaClass bean) {
    return nested.equals(bean) || nested.getName().startsWith(bean.getName() + "$");
  }

  /**
   * Returns the rule that they are public. A call of another method through a bean's view fails in
   * the container, and nowhere else: "Illegal non-business method access on no-interface view".
   */
  public static ArchRule arePublic() {
    return methods()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(Stateless.class)
        .or()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(Singleton.class)
        .should(
            new ArchCondition<>("be public if other classes call them") {
              @Override
              public void check(JavaMethod method, ConditionEvents events) {
                boolean isCallable =
                    method.getModifiers().contains(JavaModifier.PUBLIC)
                        || method.getModifiers().contains(JavaModifier.STATIC);
                method.getCallsOfSelf().stream()
                    .filter(call -> !isWithin(call.getOriginOwner(), method.getOwner()))
                    .forEach(
                        call ->
                            events.add(
                                new SimpleConditionEvent(
                                    method, isCallable, call.getDescription())));
              }
            });
  }
}
