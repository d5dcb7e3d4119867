package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares docs/versions.md with the build. */
class VersionsPageTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern NAMED = Pattern.compile("\\*\\*([^*]+)\\*\\*");
  private static final Pattern PROPERTY =
      Pattern.compile(
          "<(?:version\\.(?:maven|h2|payara\\.micro|payara\\.server|wildfly|artemis|artemis\\.broker"
              + "|keycloak|netty|jackson|undertow\\.newer)|maven\\.compiler\\.release)>([^<]+)<");

  @Test
  void namesTheVersionsOfTheBuild() throws IOException {
    assertThat(found(NAMED, "docs/versions.md")).hasSize(12).isEqualTo(found(PROPERTY, "pom.xml"));
  }

  private static Set<String> found(Pattern pattern, String file) throws IOException {
    return pattern
        .matcher(Files.readString(ROOT.resolve(file)))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
