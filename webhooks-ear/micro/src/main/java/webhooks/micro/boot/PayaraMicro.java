package webhooks.micro.boot;

import fish.payara.micro.boot.PayaraMicroBoot;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.nio.file.Path;

/** Starts Payara Micro as its own launcher does, with another class loader. */
public final class PayaraMicro extends PayaraMicroLauncher {
  /** The server reads where its own jar is from this system property. */
  private static final String JAR = "fish.payara.micro.BootJar";

  private PayaraMicro() {}

  /**
   * Creates the server and starts it.
   *
   * @param directory the server's directory, which is also in the arguments
   * @throws Exception if the server does not start
   */
  public static PayaraMicroBoot start(Path directory, String[] arguments) throws Exception {
    return new PayaraMicro().launch(directory, arguments);
  }

  private PayaraMicroBoot launch(Path directory, String[] arguments) throws Exception {
    System.setProperty(
        JAR,
        PayaraMicroLauncher.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toURI()
            .toString());
    ClassLoader loader = new IndexedClassLoader(directory.toFile(), JarIndex.read());
    return (PayaraMicroBoot) launch("create", arguments, getMainClass(), loader);
  }
}
