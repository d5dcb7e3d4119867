package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.micro.CommandLine.Mode;

class CommandLineTest {
  @ParameterizedTest
  @CsvSource({
    "--help,HELP",
    "-h,HELP",
    "--version,VERSION",
    "--show-config,SHOW_CONFIG",
    "--check,CHECK",
    "--import-account,IMPORT_ACCOUNT",
    "--export-account=a,EXPORT_ACCOUNT",
    "--release-account=a,RELEASE_ACCOUNT"
  })
  void knowsItsModes(String argument, Mode mode) {
    assertThat(CommandLine.parse(argument).mode()).isEqualTo(mode);
    assertThat(CommandLine.parse("--port", "1", argument).mode()).isEqualTo(mode);
  }

  @Test
  void startsWithoutArguments() {
    CommandLine none = CommandLine.parse();

    assertThat(none.mode()).isEqualTo(Mode.START);
    assertThat(none.server()).isEmpty();
    assertThat(none.fault()).isEmpty();
  }

  @Test
  void takesThePortInBothForms() {
    assertThat(CommandLine.parse("--port", "1").settings()).containsEntry(HttpSettings.PORT, "1");
    assertThat(CommandLine.parse("--port=1").settings()).containsEntry(HttpSettings.PORT, "1");
  }

  @Test
  void takesTheAccountInBothForms() {
    assertThat(CommandLine.parse("--export-account", "a-1").account()).contains("a-1");
    assertThat(CommandLine.parse("--release-account=a=1").account()).contains("a=1");
    assertThat(CommandLine.parse("--import-account=a").fault()).isPresent();
    assertThat(CommandLine.parse("--check").account()).isEmpty();
  }

  @Test
  void refusesTwoCommands() {
    assertThat(CommandLine.parse("--check", "--help").fault())
        .contains("Arguments --check and --help can't be used together.");
    assertThat(CommandLine.parse("--export-account", "a", "--export-account", "b").fault())
        .isPresent();
  }

  @Test
  void passesAnotherApplicationToTheServer() {
    assertThat(CommandLine.parse("--deploy", "dev.war", "--port", "1").server())
        .isEqualTo(List.of("--deploy", "dev.war"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port", "--deploy", "--export-account", "--release-account"})
  void refusesAMissingValue(String argument) {
    assertThat(CommandLine.parse(argument).fault())
        .contains("Argument " + argument + " needs a value.");
  }

  @ParameterizedTest
  @CsvSource({
    "--prot,Did you mean --port?",
    "-check,Did you mean --check?",
    "--exprot-account,Did you mean --export-account?",
    "--versoin,Did you mean --version?",
    "--config,--help lists all arguments.",
    "--sslport,--help lists all arguments.",
    "start,--help lists all arguments.",
    "-Dwebhooks.db.password=s3cret,Options of Java come before -jar: java -Dwebhooks.db.password=…",
    "--webhooks.db.password=s3cret,java -Dwebhooks.db.password=… -jar webhooks.jar"
  })
  void refusesAnUnknownArgumentWithAHint(String argument, String hint) {
    String fault = CommandLine.parse(argument).fault().orElseThrow();

    assertThat(fault)
        .startsWith("Argument " + argument.replaceFirst("=.*", "") + " is not known. ")
        .contains(hint)
        .doesNotContain("s3cret");
  }
}
