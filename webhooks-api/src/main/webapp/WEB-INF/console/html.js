// Markup in template literals. Values become text or attributes, never markup.
import {h} from './lib/preact.js';
import htm from './lib/htm.js';

export const html = htm.bind(h);
