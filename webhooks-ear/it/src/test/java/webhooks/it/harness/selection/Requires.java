package webhooks.it.harness.selection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Limits a test to runs with a value of a setting {@code webhooks.it.<setting>}. */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Requires.All.class)
@interface Requires {
  /** The part of the system property's name after {@code webhooks.it.}. */
  String setting();

  /** The value that the system property must have. */
  String value();

  /** Several of them. */
  @Target(ElementType.ANNOTATION_TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    Requires[] value();
  }
}
