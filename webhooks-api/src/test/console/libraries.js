// Resolves the libraries of the console, which the build copies beside it, to the same versions of npm.
const PACKAGES = new Map([['./lib/preact.js', 'preact'], ['./lib/hooks.js', 'preact/hooks'], ['./lib/htm.js', 'htm']]);

/** A hook of Node.js that resolves the specifier of an import. */
export function resolve(specifier, context, next) {
  const name = PACKAGES.get(specifier.replace(/^\.\.\//, './'));
  return name ? next(name, {...context, parentURL: import.meta.url}) : next(specifier, context);
}
