// Words of a POSIX shell. No DOM: tests run the commands under Node.js.

/** A text in single quotes, in which no shell changes anything. */
export const quoted = /** @param {string} text */ text => `'${text.replaceAll("'", "'\\''")}'`;
