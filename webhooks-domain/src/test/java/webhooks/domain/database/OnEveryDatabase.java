package webhooks.domain.database;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs the tests of a class on H2 and again on PostgreSQL.
 *
 * <p>The constructor of the class takes the {@link TestDatabase}, which is created for the class,
 * has the product's tables, and is closed after the last test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(EveryDatabase.class)
public @interface OnEveryDatabase {}
