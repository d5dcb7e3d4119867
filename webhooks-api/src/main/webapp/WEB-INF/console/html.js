// Markup in template literals. Values become text or attributes, never markup.
import {h} from './lib/preact.js';
import htm from './lib/htm.js';

/**
 * Makes elements of a template.
 *
 * @type {(strings: TemplateStringsArray, ...values: any[]) => any}
 */
export const html = htm.bind(h);
