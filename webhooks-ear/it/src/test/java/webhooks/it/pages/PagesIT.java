package webhooks.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.server.Micro;

/** Reads the commands in the pages: a reader copies them, and other users see a command's words. */
class PagesIT {
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]+`");

  /** An option's value, an assignment of a literal, and a login in a URL or for {@code curl}. */
  private static final Pattern PASSWORD =
      Pattern.compile(
          "(?i)-[a-z-]*pass(word|wd)?[= ]['\"]?[\\w$<]"
              + "|(password|passwd|pwd|secret_?key|encryption_key)=['\"]?[\\w<]"
              + "|\\bpass:\\S"
              + "|://[^/\\s:@]+:[^/\\s@]+@"
              + "|\\bcurl\\b.* (-u|--user)[= ]?\\S+:\\S");

  /** A command that starts the product, and does not end after its task. */
  private static final Pattern START =
      Pattern.compile(
          "^(?!.*(WEBHOOKS_DB_MIGRATE=only|--check)).*\\bjava\\b.* -jar \\S*webhooks\\.jar");

  @Test
  void noPasswordIsOnACommandLine() {
    List<String> found = new ArrayList<>();
    List<Path> pages = Pages.all();
    for (Path page : pages) {
      Matcher code = CODE.matcher(Pages.text(page));
      while (code.find()) {
        code.group()
            .lines()
            .filter(PagesIT::showsPassword)
            .forEach(line -> found.add(page.getFileName() + ": " + line.strip()));
      }
    }

    assertThat(pages).hasSizeGreaterThan(25);
    assertThat(found).isEmpty();
  }

  /** A start without it would go on in part when its memory is used up. */
  @Test
  void eachStartEndsWithoutMemory() {
    List<String> starts =
        Pages.all().stream()
            .filter(page -> !page.toString().contains("/adr/"))
            .flatMap(page -> CODE.matcher(Pages.text(page)).results())
            .flatMap(code -> code.group().replace("\\\n", " ").lines())
            .filter(line -> START.matcher(line).find())
            .toList();

    assertThat(starts)
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.contains("-XX:+ExitOnOutOfMemoryError "));
  }

  @Test
  void readmeStartsTheProductWithItsOptions() {
    assertThat(Pages.text(Pages.ROOT.resolve("README.md")))
        .contains("java " + String.join(" ", Micro.SHIPPED_OPTIONS) + " ");
  }

  private static boolean showsPassword(String line) {
    String command = line.replaceFirst("(^|\\s)#.*", "");
    return PASSWORD.matcher(command).find();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "artemis user add --user-command-password x",
        "asadmin --password=$PASSWORD start",
        "WEBHOOKS_DB_PASSWORD=x java -jar webhooks.jar",
        "openssl pkcs12 -passout pass:x",
        "psql postgresql://webhooks:x@db.example.com/webhooks",
        "curl -s -u client:x https://issuer.example.com/token",
        "java -Durl='tcp://host:61616?trustStorePassword=x' -jar webhooks.jar"
      })
  void findsPasswords(String command) {
    assertThat(showsPassword(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read -rs WEBHOOKS_DB_PASSWORD && export WEBHOOKS_DB_PASSWORD",
        "WEBHOOKS_DB_PASSWORD_FILE=/run/secrets/db java -jar webhooks.jar",
        "WEBHOOKS_JMS_URL='tcp://host:61616?trustStorePassword=${env.BROKER_PASSWORD}'",
        "\\password webhooks",
        "asadmin --passwordfile config/webhooks-passwords",
        "artemis user add # asks for a --password x"
      })
  void findsNoOtherWords(String command) {
    assertThat(showsPassword(command)).isFalse();
  }
}
