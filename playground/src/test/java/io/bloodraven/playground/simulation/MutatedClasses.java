package io.bloodraven.playground.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Production's classes with a mistake in them, beside the real ones: the changed source is compiled
 * in memory, and a class loader of its own loads it, the rest of the protocol and the simulation.
 */
final class MutatedClasses extends ClassLoader {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> OWN =
      List.of(
          "io.bloodraven.sidecar.lease.",
          "io.bloodraven.watcher.tracking.",
          "io.bloodraven.workflows.decision.",
          "io.bloodraven.playground.simulation.");

  private final Map<String, byte[]> changed;

  private MutatedClasses(Map<String, byte[]> changed) {
    super(MutatedClasses.class.getClassLoader());
    this.changed = changed;
  }

  /** Simulates with that mistake in it: seed in, violation out, empty for none. */
  static LongFunction<String> simulation(Mutation mutation) {
    try {
      Object simulation =
          new MutatedClasses(compile(changedSources(mutation)))
              .loadClass(Simulation.class.getName())
              .getConstructor()
              .newInstance();
      @SuppressWarnings("unchecked") // it is the JDK's interface, so the same in both loaders
      LongFunction<String> run = (LongFunction<String>) simulation;
      return run;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the simulation cannot be loaded: " + mutation, e);
    }
  }

  private static Map<String, String> changedSources(Mutation mutation) {
    Map<String, String> sources = new LinkedHashMap<>();
    for (Mutation.Edit edit : mutation.edits()) {
      String before = sources.computeIfAbsent(edit.file(), MutatedClasses::source);
      int at = before.indexOf(edit.from());
      if (at < 0 || before.indexOf(edit.from(), at + 1) >= 0) {
        throw new IllegalStateException(
            "%s: must occur exactly once in %s: %s".formatted(mutation, edit.file(), edit.from()));
      }
      sources.put(
          edit.file(),
          before.substring(0, at) + edit.to() + before.substring(at + edit.from().length()));
    }
    return sources;
  }

  private static String source(String file) {
    try {
      return Files.readString(CHECKOUT.resolve(file + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> compile(Map<String, String> sources) {
    if (sources.isEmpty()) {
      return Map.of();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<Source> units = new ArrayList<>();
    sources.forEach((file, text) -> units.add(new Source(file, text)));
    try (StandardJavaFileManager standard =
            compiler.getStandardFileManager(problems, Locale.ROOT, null);
        InMemory memory = new InMemory(standard)) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
      if (!compiler.getTask(null, memory, problems, options, null, units).call()) {
        throw new IllegalStateException("does not compile: " + problems.getDiagnostics());
      }
      return memory.classes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (OWN.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] code = changed.get(name);
    if (code == null) {
      try (InputStream original =
          getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (original == null) {
          throw new ClassNotFoundException(name);
        }
        code = original.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    return defineClass(name, code, 0, code.length);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(
          URI.create("string:///" + file.substring(file.indexOf("/io/") + 1) + ".java"),
          Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

    InMemory(JavaFileManager files) {
      super(files);
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      written.forEach((name, code) -> classes.put(name, code.toByteArray()));
      return classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream code = new ByteArrayOutputStream();
      written.put(name, code);
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return code;
        }
      };
    }
  }
}
