package webhooks.micro.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fish.payara.micro.boot.PayaraMicroBoot;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class loader with the jars of the real server. */
class IndexedClassLoaderTest {
  @TempDir private static Path directory;
  private static JarIndex index;
  private static IndexedClassLoader loader;

  @BeforeAll
  static void open() throws Exception {
    Path server =
        Path.of(PayaraMicroBoot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path text = directory.resolve("jars.index");
    Path none = Files.createDirectory(directory.resolve("none"));
    JarIndexWriter.main(new String[] {text.toString(), server.toString(), none.toString()});
    index = JarIndex.read(Files.newInputStream(text));
    loader = new IndexedClassLoader(unpacked("a directory"), index);
  }

  @AfterAll
  static void close() throws IOException {
    loader.close();
  }

  private static java.io.File unpacked(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name)).toFile();
  }

  @Test
  void definesClassesOfTheServer() throws Exception {
    Class<?> found = loader.loadClass("fish.payara.micro.impl.PayaraMicroImpl");

    assertThat(found.getClassLoader()).isSameAs(loader);
    assertThat(found.getPackage().getName()).isEqualTo("fish.payara.micro.impl");
    assertThat(found.getProtectionDomain().getCodeSource().getLocation().getPath())
        .contains("/runtime/");
    assertThat(PayaraMicroBoot.class).isAssignableFrom(found);
  }

  @Test
  void findsWhatJavasLoaderFinds() throws IOException {
    ClassLoader java = new java.net.URLClassLoader(loader.getURLs(), null);
    for (String name :
        new String[] {
          "META-INF/services/org.glassfish.hk2.extension.ServiceLocatorGenerator",
          "META-INF/services/none",
          "META-INF/hk2-locator/default",
          "META-INF/MANIFEST.MF",
          "META-INF/",
          "org/glassfish/jersey/",
          "org/glassfish/jersey",
          "org/h2/Driver.class",
          "org/h2/None.class",
          "none/None.class",
          ""
        }) {
      assertThat(Collections.list(loader.findResources(name)))
          .as(name)
          .isEqualTo(Collections.list(((java.net.URLClassLoader) java).findResources(name)));
      assertThat(loader.findResource(name))
          .as(name)
          .isEqualTo(((java.net.URLClassLoader) java).findResource(name));
    }
  }

  @Test
  void refusesUnknownClasses() {
    assertThatThrownBy(() -> loader.loadClass("none.None"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> loader.loadClass("org.h2.None"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void looksIntoJarsThatAreAddedLater() throws Exception {
    Path jar = directory.resolve("added.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("added/text"));
    }
    try (IndexedClassLoader own = new IndexedClassLoader(unpacked("other"), index)) {
      assertThat(own.findResource("added/text")).isNull();

      own.addURL(jar.toUri().toURL());

      assertThat(own.findResource("added/text"))
          .isEqualTo(new URL("jar:" + jar.toUri() + "!/added/text"));
    }
  }
}
