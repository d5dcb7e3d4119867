package webhooks.micro.boot;

import fish.payara.micro.boot.loader.ExplodedURLClassloader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

/**
 * Payara Micro's class loader with an index. It looks for a class only in the jars that can have
 * it, and for a resource only if a jar can have it.
 *
 * <p>The server has 380 jars. Java's loader searches one after the other for each class, and all of
 * them for a name that none has. That would be a third of the work of a start. Once a jar is added
 * that is not in the index, Java's own search follows for each name that the index does not find.
 */
final class IndexedClassLoader extends ExplodedURLClassloader {
  private final Map<String, List<Jar>> jarsByPlace = new HashMap<>();

  /** Whether the index knows all jars, so that a name without a jar does not exist. */
  private volatile boolean complete;

  /**
   * Unpacks the server's jars.
   *
   * @param directory the directory that gets them
   * @throws IOException if the directory can't be written to
   */
  IndexedClassLoader(File directory, JarIndex index) throws IOException {
    super(directory);
    complete = true;
    for (URL url : getURLs()) {
      File file = fileOf(url);
      Optional<List<String>> places = index.placesIn(file.getName());
      Jar jar = new Jar(url, file);
      places.orElse(List.of()).forEach(place -> add(place, jar));
      // The path also has the directories that the jars are in. They have no classes themselves.
      complete &= places.isPresent() || url.getPath().endsWith("/");
    }
  }

  private static File fileOf(URL url) throws IOException {
    try {
      return new File(url.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private void add(String place, Jar jar) {
    jarsByPlace.computeIfAbsent(place, unused -> new ArrayList<>(1)).add(jar);
  }

  @Override
  public void addURL(URL url) {
    complete = false;
    super.addURL(url);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/').concat(".class");
    try {
      for (Jar jar : jarsWith(path)) {
        JarEntry entry = jar.file().getJarEntry(path);
        if (entry != null) {
          return define(name, jar, entry);
        }
      }
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    if (complete) {
      throw new ClassNotFoundException(name);
    }
    return super.findClass(name);
  }

  private Class<?> define(String name, Jar jar, JarEntry entry) throws IOException {
    byte[] bytes;
    try (InputStream in = jar.file().getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    String ofPackage = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    if (!ofPackage.isEmpty() && getDefinedPackage(ofPackage) == null) {
      Manifest manifest = jar.file().getManifest();
      definePackage(ofPackage, manifest == null ? new Manifest() : manifest, jar.url);
    }
    return defineClass(name, bytes, 0, bytes.length, jar.source);
  }

  @Override
  public URL findResource(String name) {
    return complete && jarsWith(name).isEmpty() ? null : super.findResource(name);
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    return complete && jarsWith(name).isEmpty()
        ? Collections.emptyEnumeration()
        : super.findResources(name);
  }

  private List<Jar> jarsWith(String path) {
    return jarsByPlace.getOrDefault(JarIndex.placeOf(path), List.of());
  }

  @Override
  public void close() throws IOException {
    super.close();
    jarsByPlace.values().stream().flatMap(List::stream).forEach(Jar::close);
  }

  /** A jar, which is opened when its first class is loaded. */
  private static final class Jar {
    private final URL url;
    private final File path;
    private final CodeSource source;
    private JarFile file;

    Jar(URL url, File path) {
      this.url = url;
      this.path = path;
      this.source = new CodeSource(url, (CodeSigner[]) null);
    }

    synchronized JarFile file() throws IOException {
      if (file == null) {
        file = new JarFile(path, false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
      }
      return file;
    }

    synchronized void close() {
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
