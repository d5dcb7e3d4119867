package webhooks.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Finds what a module imports. */
class ModuleImportsTest {
  private final Map<String, ConsoleFile> files = new TreeMap<>();

  private void file(String name, String text) {
    files.put(name, ConsoleFile.of(name, text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void followsImportsOfImports() {
    file("app.js", "// Starts.\nimport {a} from './screens/a.js';\n");
    file("screens/a.js", "import {\n  b,\n  c,\n} from '../b.js';\nexport {d} from './d.js';\n");
    file("b.js", "export const b = 1;\n");
    file("screens/d.js", "export const d = 1;\n");

    assertThat(ModuleImports.of(files, "app.js"))
        .containsExactlyInAnyOrder("screens/a.js", "b.js", "screens/d.js");
  }

  @Test
  void readsMinifiedLibraries() {
    file("app.js", "import {h} from './lib/hooks.js';");
    file("lib/hooks.js", "import{options as n}from\"./preact.js\";var t;export{t as u};");
    file("lib/preact.js", "var n;export{n as h};");

    assertThat(ModuleImports.of(files, "app.js"))
        .containsExactlyInAnyOrder("lib/hooks.js", "lib/preact.js");
  }

  @Test
  void leavesOutWhatIsLoadedLater() {
    file("app.js", "const load = () => import('./later.js').then(each => each.from);\n");
    file("later.js", "export const from = 1;\n");

    assertThat(ModuleImports.of(files, "app.js")).isEmpty();
  }

  @Test
  void endsForModulesThatImportEachOther() {
    file("app.js", "import {a} from './a.js';\nimport {x} from './missing.js';\n");
    file("a.js", "import {b} from './app.js';\n");

    assertThat(ModuleImports.of(files, "app.js")).containsExactly("a.js");
  }
}
