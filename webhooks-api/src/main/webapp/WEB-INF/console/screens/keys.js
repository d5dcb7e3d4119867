// Whether single keys act. People who speak or who press keys by mistake can switch them off, for this browser.
const STORED = 'webhooks.keys';

/** Whether single keys act. */
export function areKeysOn() {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    // Storage can be forbidden in a frame.
    return true;
  }
}

/**
 * Switches single keys on or off.
 *
 * @param {boolean} on
 */
export function switchKeys(on) {
  try {
    if (on) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, 'off');
  } catch {
    // They are on again when the page is loaded again.
  }
}
