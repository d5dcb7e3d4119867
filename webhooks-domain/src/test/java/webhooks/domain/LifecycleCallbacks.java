package webhooks.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

/** The methods that the container calls at the start and the end of a bean. */
public final class LifecycleCallbacks {
  private LifecycleCallbacks() {}

  /**
   * Returns the rule that they are not overloaded. Payara finds them by name alone, and takes any
   * method of that name: a start fails now and then with "wrong number of arguments".
   */
  public static ArchRule areNotOverloaded() {
    return methods()
        .that()
        .areAnnotatedWith(PostConstruct.class)
        .or()
        .areAnnotatedWith(PreDestroy.class)
        .should(
            new ArchCondition<>("not be overloaded") {
              @Override
              public void check(JavaMethod method, ConditionEvents events) {
                long named =
                    method.getOwner().getMethods().stream()
                        .filter(each -> each.getName().equals(method.getName()))
                        .count();
                events.add(new SimpleConditionEvent(method, named == 1, method.getFullName()));
              }
            });
  }
}
