package webhooks.it.container;

import java.io.File;
import java.net.URISyntaxException;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Adds a test and its classes to the archive that was built for the server under test. */
final class TestedArchive {
  private TestedArchive() {}

  /**
   * Returns the archive for the server that {@code arquillian.launch} names, with the test's
   * classes.
   */
  static Archive<?> with(Class<?>... test) {
    String server = System.getProperty("arquillian.launch", "micro");
    return switch (server) {
      case "micro" ->
          inside(built("webhooks.war", WebArchive.class), test).addClass(Persistence.class);
      case "payara", "wildfly" -> enterprise(test);
      default -> throw new IllegalArgumentException("arquillian.launch=" + server);
    };
  }

  /** Puts the test into the WAR of the EAR, where it sees the classes of all modules. */
  private static EnterpriseArchive enterprise(Class<?>... test) {
    EnterpriseArchive archive = built("webhooks.ear", EnterpriseArchive.class);
    inside(archive.getAsType(WebArchive.class, "webhooks-api.war"), test);
    archive.getAsType(JavaArchive.class, "webhooks-domain.jar").addClass(Persistence.class);
    return archive;
  }

  private static <T extends Archive<T>> T built(String property, Class<T> kind) {
    return ShrinkWrap.create(ZipImporter.class, property)
        .importFrom(new File(System.getProperty(property)))
        .as(kind);
  }

  private static WebArchive inside(WebArchive archive, Class<?>... test) {
    return archive.addClasses(test).addAsLibraries(assertions());
  }

  private static File assertions() {
    try {
      return new File(Assertions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
