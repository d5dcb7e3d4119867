package webhooks.micro;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.ServiceLoader;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;
import webhooks.settings.SettingSource;
import webhooks.settings.command.AccountMove;
import webhooks.settings.command.AccountMove.Context;
import webhooks.settings.command.MoveFailure;

/**
 * Moves an account between two installations, for {@code --export-account}, {@code
 * --import-account} and {@code --release-account}.
 *
 * <p>Standard output has the export and nothing else. All messages go to standard error.
 */
final class Move {
  private final ClassLoader classes;
  private final List<SettingSource> sources;
  private final PrintStream messages;

  /**
   * Creates the command.
   *
   * @param classes has the application
   * @param sources where settings come from, the most important first
   */
  Move(ClassLoader classes, List<SettingSource> sources, PrintStream messages) {
    this.classes = classes;
    this.sources = sources;
    this.messages = messages;
  }

  /** Runs the command of the command line, and returns the exit code. */
  int run(CommandLine command) {
    // Output of a library must not get into the export.
    System.setOut(messages);
    try {
      run(command, ServiceLoader.load(AccountMove.class, classes).findFirst().orElseThrow());
      return 0;
    } catch (InvalidSetting | MoveFailure e) {
      messages.println(e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      messages.println("The command failed, run it again: " + e);
    }
    return 1;
  }

  private void run(CommandLine command, AccountMove move) throws MoveFailure {
    DatabaseSettings database = DatabaseSettings.of(sources);
    SettingReader reader = database.reader(sources);
    Context context = new Context(reader, database.existing(reader, classes), messages::println);
    String account = command.account().orElse("");
    switch (command.mode()) {
      case EXPORT_ACCOUNT -> move.exportAccount(context, account, output());
      case IMPORT_ACCOUNT -> move.importAccount(context, new FileInputStream(FileDescriptor.in));
      case RELEASE_ACCOUNT -> move.releaseAccount(context, account);
      default -> throw new IllegalArgumentException(command.mode().toString());
    }
  }

  /** Unlike a {@link PrintStream}, this stream reports a reader that has ended. */
  private static OutputStream output() {
    return new FileOutputStream(FileDescriptor.out);
  }
}
